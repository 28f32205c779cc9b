// Files that visitors upload from somebody else's pages.
#include "app/house.hpp"

namespace usher::app {

void House::take_visitor_file(const HttpRequest& request, const Respond& respond) {
  if (!serving_ || draining_) return respond(too_busy());
  auto admitted = admit_visitor(request);
  if (auto* refused = std::get_if<HttpResponse>(&admitted)) return respond(std::move(*refused));
  const Admission& admission = std::get<Admission>(admitted);
  const Room& room = *rooms_.at(admission.account);
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.headers.find("authorization");
  const std::string_view proof =
      header == request.headers.end() ? std::string_view() : std::string_view(header->second);
  const auto visitor = proof.starts_with(scheme)
                           ? room.tokens->verify(std::get<Admission::Visitor>(admission.who).site,
                                                 proof.substr(scheme.size()))
                           : std::nullopt;
  if (!visitor) return respond(error_response(401, "bad_token", "the token is not good here"));
  files_.take(*room.files, admission.account, core::author_of(*visitor), request, respond);
}

}  // namespace usher::app
