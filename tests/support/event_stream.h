// SPDX-License-Identifier: Apache-2.0
// A reader of text/event-stream (HTML standard, section 9.2.6) for tests, over HTTP/1.0 so that
// nothing but the stream comes after the head.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/raw_http.h"

namespace testing_support {

struct StreamEvent {
  std::string id;
  std::string type;
  std::string data;
};

class EventStream {
 public:
  EventStream(std::uint16_t port, std::string_view target, std::string_view lines = {})
      : client_(port) {
    if (!client_.connected()) return;
    client_.send(std::string("GET ").append(target).append(" HTTP/1.0\r\nHost: t\r\n"));
    client_.send(std::string(lines).append("\r\n"));
    while (const auto line = client_.read_line()) {
      if (*line == "\r") break;
      head_ += *line + "\n";
    }
  }

  const std::string& head() const { return head_; }
  bool ok() const { return head_.find(" 200 ") != std::string::npos; }
  /// What a reader would send as Last-Event-ID.
  const std::string& last_id() const { return last_id_; }
  std::string rest() {
    std::string all;
    while (const auto line = client_.read_line()) all += *line + "\n";
    return all;
  }

  /// The next event; nothing at the end. Blocks without data set the id and are passed over.
  std::optional<StreamEvent> next() {
    StreamEvent event;
    while (const auto line = client_.read_line()) {
      if (line->empty()) {
        if (!event.id.empty()) last_id_ = event.id;
        if (!event.data.empty()) return event;
        ++empty_blocks_;
        event = {};
      } else if (line->front() != ':') {
        take(*line, event);
      }
    }
    return std::nullopt;
  }
  /// Reads until a block without data has come.
  void next_empty_block() {
    const auto before = empty_blocks_;
    StreamEvent event;
    while (empty_blocks_ == before) {
      const auto line = client_.read_line();
      if (!line) return;
      if (line->empty()) {
        if (!event.id.empty()) last_id_ = event.id;
        ++empty_blocks_;
      } else {
        take(*line, event);
      }
    }
  }

 private:
  static void take(const std::string& line, StreamEvent& event) {
    const auto colon = line.find(": ");
    const std::string field = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
    if (field == "id") event.id = value;
    if (field == "event") event.type = value;
    if (field == "data") event.data += value;
  }

  RawClient client_;
  std::string head_;
  std::string last_id_;
  std::size_t empty_blocks_ = 0;
};

}  // namespace testing_support
