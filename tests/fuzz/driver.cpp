// Runs a fuzz target without a fuzzing compiler: its kept corpus, then seeded mutations of it.
//   fuzz_NAME CORPUS_FOLDER [MUTATIONS [SEED]]
// A finding is a crash or a sanitizer's report; before each run the input is written to
// fuzz_NAME.last in the folder for temporary files, so that it can be kept as a new corpus file.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using usher::test::Random;
namespace fs = std::filesystem;

constexpr std::size_t input_bytes_max = 64 * 1024;

std::vector<std::string> read_corpus(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> corpus;
  for (const fs::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

std::size_t place_in(const std::string& input, Random& random) {
  return random.below(input.size() + 1);
}

void mutate_once(std::string& input, const std::vector<std::string>& corpus, Random& random) {
  static constexpr char telling[] = "\"\\{}[]:,\t\n\r -+.0189eEnullx\0\x7f\x80\xc0\xed\xf4\xff";
  const std::size_t place = place_in(input, random);
  switch (random.below(7)) {
    case 0:
      if (place < input.size()) input[place] = static_cast<char>(random.below(256));
      return;
    case 1:
      if (place < input.size()) {
        input[place] = static_cast<char>(input[place] ^ (1 << random.below(8)));
      }
      return;
    case 2:
      input.insert(place, 1, telling[random.below(sizeof telling)]);
      return;
    case 3:
      input.erase(place, random.below(16) + 1);
      return;
    case 4:
      input.insert(place, std::string(input, place_in(input, random), random.below(64)));
      return;
    case 5: {  // another's end
      const std::string& other = corpus[random.below(corpus.size())];
      input = input.substr(0, place) + other.substr(place_in(other, random));
      return;
    }
    default:
      input.insert(place, std::to_string(random.next() >> random.below(64)));
  }
}

void run(const std::string& input, const fs::path& last) {
  std::ofstream(last, std::ios::binary)
      .write(input.data(), static_cast<std::streamsize>(input.size()));
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "%s: CORPUS_FOLDER [MUTATIONS [SEED]]\n", argv[0]);
    return 2;
  }
  const fs::path last = fs::temp_directory_path() / (fs::path(argv[0]).filename() += ".last");
  const std::vector<std::string> corpus = read_corpus(argv[1]);
  if (corpus.empty()) {
    std::fprintf(stderr, "%s: nothing in %s\n", argv[0], argv[1]);
    return 2;
  }
  const std::uint64_t mutations = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20'000;
  Random random(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  for (const std::string& input : corpus) run(input, last);
  for (std::uint64_t i = 0; i < mutations; ++i) {
    std::string input = corpus[random.below(corpus.size())];
    for (std::uint64_t n = random.below(8) + 1; n > 0; --n) mutate_once(input, corpus, random);
    input.resize(std::min(input.size(), input_bytes_max));
    run(input, last);
  }
  fs::remove(last);
  std::printf("%s: %zu kept, %llu mutations\n1 passed, 0 failed\n",
              fs::path(argv[0]).filename().c_str(), corpus.size(),
              static_cast<unsigned long long>(mutations));
  return 0;
}
