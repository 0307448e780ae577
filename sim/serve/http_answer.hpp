#pragma once
// Answers to requests that do not become viewers: the page, or why not. None of them may be kept, framed or
// guessed at, and the page may speak to this server and nobody else.

#include "sim/serve/http_guard.hpp"

#include <boost/beast/http.hpp>

namespace yuchong::serve {

using PlainRequest = boost::beast::http::request<boost::beast::http::empty_body>;

// What the guard looks at; refers to the request.
[[nodiscard]] HttpRequest judged_by(PlainRequest const& request);

// Status ok: the page. The connection ends with it.
[[nodiscard]] boost::beast::http::response<boost::beast::http::string_body> http_answer(
    PlainRequest const& request, boost::beast::http::status status);

}  // namespace yuchong::serve
