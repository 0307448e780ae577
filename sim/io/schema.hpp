#pragma once
// The scenario format for machines and for people, from the same field tables that read it: a JSON Schema
// (draft 2020-12) that gives editors completion, hover help and checks, and a reference page in Markdown.
//
// A scenario file says only what differs, so nothing is required in the schema; whether all is there is seen
// after merging with models/.

#include <string>

namespace yuchong::io {

std::string scenario_schema();
std::string scenario_reference();

}  // namespace yuchong::io
