// SPDX-License-Identifier: Apache-2.0
#include "api/internal/frames.h"

#include "api/event_json.h"
#include "api/json.h"
#include "ledger/entry.h"

namespace api {

using ledger::Result;
using FrameRef = std::shared_ptr<const Frame>;

Result<FrameRef> Frames::get(const ledger::ReadView& view, std::uint64_t index) {
  FrameRef& slot = kept_[index % kept_.size()];
  {
    const std::lock_guard lock(mutex_);
    if (slot != nullptr && slot->index == index) return slot;
  }
  auto made = make(view, index);
  if (!made) return made;
  const std::lock_guard lock(mutex_);
  slot = *made;
  return made;
}

Result<FrameRef> Frames::make(const ledger::ReadView& view, std::uint64_t index) const {
  const auto event = view.event(index);
  if (!event) return event.error();
  const auto json = recorded_event_to_json(ledger_, *event);
  if (!json) return json.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  auto frame = std::make_shared<Frame>();
  frame->index = index;
  frame->type = body->payload_type();
  frame->subjects = body->subjects();
  frame->text.append("id: ").append(std::to_string(index + 1)).append("\nevent: ");
  frame->text.append(body->payload_name()).append("\ndata: ").append(dump(*json)).append("\n\n");
  return FrameRef(std::move(frame));
}

}  // namespace api
