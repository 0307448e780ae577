#pragma once
// The numbers a run ends with, for people and for programs.

#include "sim/base/calendar.hpp"
#include "sim/measure/audit.hpp"
#include "sim/measure/kpi.hpp"
#include "sim/measure/window.hpp"

#include <span>
#include <string>

namespace yuchong::io {

// Ten to twenty aligned lines. A law that does not hold is named.
[[nodiscard]] std::string summary_text(measure::Summary const& summary,
                                       std::span<measure::AuditRow const> audit, Calendar const& calendar,
                                       measure::Window const& window);

// One JSON object on one line; the keys are those of design and docs, times ISO 8601 civil, digest 16 hex
// digits.
[[nodiscard]] std::string summary_json(measure::Summary const& summary, Calendar const& calendar);

}  // namespace yuchong::io
