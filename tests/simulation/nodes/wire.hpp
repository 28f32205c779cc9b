#pragma once
// A socket: its server's end lives on a floor's loop of one process, its client's end on the
// client's loop. What is said arrives later, in order; a server that dies is noticed.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/connection.hpp"
#include "simulation/nodes/loops.hpp"

namespace usher::simulation {

class Wire final : public app::Connection, public std::enable_shared_from_this<Wire> {
 public:
  struct Ears {
    std::function<void()> open;
    std::function<void(const std::string& frame)> frame;
    std::function<void(int code)> over;  // the last one
  };
  Wire(SimLoop& client, Ears ears) : client_(client), ears_(std::move(ears)) {}

  // --- The client's end. ---

  void say(std::string frame);
  void hang_up();  // hears nothing any more

  // --- The server's. ---

  void plug(SimLoop& floor) { floor_ = &floor; }
  void open(std::unique_ptr<app::Session> session);  // null: the floor stopped meanwhile
  void refuse(int code);  // there will be no session
  void cut();             // the process is dead
  bool is_over() const { return is_over_; }
  bool is_deaf() const { return deaf_; }

  void send(std::string_view frame) override;
  void close(app::CloseCode code, std::string_view reason) override;

 private:
  void tell_over(int code);
  void finish();

  SimLoop& client_;
  Ears ears_;
  bool deaf_ = false;
  SimLoop* floor_ = nullptr;
  std::unique_ptr<app::Session> session_;
  bool closing_ = false;
  bool is_over_ = false;
};

}  // namespace usher::simulation
