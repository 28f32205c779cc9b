#include "net/tls.hpp"

#include <openssl/err.h>

namespace usher::net {
namespace {

std::string reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* text = code ? ERR_reason_error_string(code) : nullptr;
  return text ? text : "unknown error";
}

}  // namespace

std::variant<TlsContext, std::string> TlsContext::load(const std::string& certificate_file,
                                                       const std::string& key_file) {
  ERR_clear_error();
  TlsContext result;
  result.context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = result.context_.get();
  if (!context) return "TLS: " + reason();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return "TLS certificate " + certificate_file + ": " + reason();
  }
  // A key of another kind than the certificate's is taken at first; one of the same kind is not.
  const bool is_loaded =
      SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) == 1;
  const bool is_foreign = is_loaded ? SSL_CTX_check_private_key(context) != 1
                                    : ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_X509;
  if (is_foreign) {
    ERR_clear_error();
    return "TLS key " + key_file + " does not belong to certificate " + certificate_file;
  }
  if (!is_loaded) return "TLS key " + key_file + ": " + reason();
  return result;
}

SslPointer TlsContext::make(int descriptor) const {
  SslPointer ssl(SSL_new(context_.get()));
  if (!ssl || SSL_set_fd(ssl.get(), descriptor) != 1) return nullptr;
  SSL_set_accept_state(ssl.get());
  return ssl;
}

}  // namespace usher::net
