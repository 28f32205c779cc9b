#pragma once
// TLS as a property of a socket: OpenSSL works on the descriptor itself, so a TLS connection moves
// from loop to loop like a plain one and costs no buffers while it is idle.

#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace usher::net {

struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslPointer = std::unique_ptr<SSL, SslFree>;

// The certificate and key of the server; TLS 1.2 or newer. From any thread once loaded.
class TlsContext {
 public:
  // Reads both PEM files. On failure: one line that names the file and the reason.
  static std::variant<TlsContext, std::string> load(const std::string& certificate_file,
                                                    const std::string& key_file);

  // The server's side of a connection on a non-blocking descriptor, or null. The handshake happens
  // in the first read.
  SslPointer make(int descriptor) const;

 private:
  struct ContextFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<SSL_CTX, ContextFree> context_;
};

}  // namespace usher::net
