#pragma once
// The page of the live view, put together from live_page/ when the program is built: one file that asks for
// nothing but the stream of messages.

#include <string_view>

namespace yuchong::serve {

[[nodiscard]] std::string_view live_page();

}  // namespace yuchong::serve
