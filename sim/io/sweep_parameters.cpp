// What parameters vary over: values and cases by hand, ranges and distributions; what moves with what, and
// when.

#include "sim/io/flow_text.hpp"
#include "sim/io/suggest.hpp"
#include "sim/io/sweep_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace yuchong::io {
namespace {

using study::DistributionKind;
using study::Level;
using study::Parameter;

// One parameter on its way from text to plan: where to complain, and to whom.
struct Context {
    ParameterEntry const& entry;
    FreeParts const& parts;
    Origins const& origins;
    Report& report;
    std::string path;

    [[nodiscard]] Node const* part(std::string const& key) const {
        auto const found = parts.find(path + "." + key);
        return found == parts.end() ? nullptr : &found->second;
    }
    void complain(std::string const& key, std::string problem, std::string why, std::string hint) const {
        std::string const at = path + "." + key;
        report.add({origins.find(at), at, std::move(problem), std::move(why), std::move(hint)});
    }
};

void read_values(Context const& context, Node const& values, Parameter& parameter) {
    if (values.kind != Node::Kind::sequence || values.items.empty()) {
        context.complain("values",
                         values.kind == Node::Kind::sequence ? "the list is empty" : "a list is wanted",
                         "a parameter takes one value after the other", "write [1, 2, 3]");
        return;
    }
    for (Node const& value : values.items) parameter.levels.push_back(level_of(parameter, value));
}

void read_cases(Context const& context, Node const& cases, Parameter& parameter) {
    if (cases.kind != Node::Kind::map || cases.entries.empty()) {
        context.complain("cases", "a map of named cases is wanted", "each sets several keys together",
                         "write name: {key.path: value}");
        return;
    }
    for (Node::Entry const& entry : cases.entries) {
        std::vector<MarkedSetting> settings;
        flatten(entry.value, "", settings);
        Level level{.label = entry.key, .settings = {}};
        for (MarkedSetting const& s : settings) level.settings.push_back(s.setting);
        parameter.levels.push_back(std::move(level));
    }
}

// Labels tell levels apart; numbers become a coordinate only if all have one, in one unit.
void settle_levels(Context const& context, Parameter& parameter) {
    std::vector<std::string> labels;
    bool numbers = true;
    for (Level const& level : parameter.levels) {
        if (std::ranges::find(labels, level.label) != labels.end())
            context.complain("values", fmt::format("the value {} stands there twice", level.label),
                             "each makes points of its own", "remove one");
        labels.push_back(level.label);
        auto const split = split_number(level.label);
        if (labels.size() == 1 && split) parameter.unit = split->unit;
        numbers = numbers && split && split->unit == parameter.unit;
    }
    if (numbers) return;
    parameter.unit.clear();
    for (Level& level : parameter.levels) level.number = std::nan("");
}

void read_range(Context const& context, Parameter& parameter) {
    auto const low = split_number(context.entry.range[0]), high = split_number(context.entry.range[1]);
    if (!low || !high || low->unit != high->unit) {
        context.complain("range", "the ends are not two numbers in one unit", "values between them are drawn",
                         "write [10, 40] or [10 min, 40 min]");
        return;
    }
    if (!(low->number < high->number)) {
        context.complain(
            "range",
            fmt::format("the range from {} to {} is empty", context.entry.range[0], context.entry.range[1]),
            "the first is the least value", "swap them");
        return;
    }
    bool const log = context.entry.scale == ScaleKind::log;
    if (log && low->number <= 0.0) {
        context.complain("range", "the range does not lie above 0", "its scale is logarithmic",
                         "use scale: linear");
        return;
    }
    parameter.unit = low->unit;
    parameter.distribution = study::Distribution{
        log ? DistributionKind::log_uniform : DistributionKind::uniform, {low->number, high->number}};
}

study::Distribution distribution_of(DistributionEntry const& d) {
    switch (d.kind) {
        case DrawnKind::normal: return {DistributionKind::normal, {*d.mean, *d.sd}};
        case DrawnKind::lognormal: return {DistributionKind::lognormal, {*d.median, *d.sigma}};
        case DrawnKind::triangular: return {DistributionKind::triangular, {*d.low, *d.mode, *d.high}};
        case DrawnKind::weibull: return {DistributionKind::weibull, {*d.shape, *d.scale}};
    }
    return {};
}

std::vector<std::string> names_of(std::vector<Parameter> const& parameters) {
    std::vector<std::string> names;
    for (Parameter const& parameter : parameters) names.push_back(parameter.name);
    return names;
}

void read_link(Context const& context, std::vector<Parameter> const& earlier, Parameter& parameter) {
    if (context.entry.moves_with.empty()) return;
    auto const found = std::ranges::find(earlier, context.entry.moves_with, &Parameter::name);
    if (found == earlier.end()) {
        context.complain("with", fmt::format("there is no earlier parameter {}", context.entry.moves_with),
                         "parameters move with one above them",
                         suggest(context.entry.moves_with, names_of(earlier)));
        return;
    }
    // A chain moves with its head.
    auto const index = static_cast<std::size_t>(found - earlier.begin());
    parameter.moves_with = found->moves_with.value_or(index);
    bool const same_kind = found->distribution.has_value() == parameter.distribution.has_value();
    bool const same_count = found->levels.size() == parameter.levels.size();
    if (!same_kind || !same_count)
        context.complain("with", fmt::format("it has not as many values as {}", found->name),
                         "they move together, value by value", "give both the same number");
    if (parameter.steps == 0) parameter.steps = found->steps;
}

void read_condition(Context const& context, std::vector<Parameter> const& earlier, Parameter& parameter) {
    Node const* when = context.part("when");
    if (when == nullptr) return;
    if (when->kind != Node::Kind::map || when->entries.size() != 1) {
        context.complain("when", "one parameter and its values are wanted", "the condition looks at one",
                         "write when: {strategy: [edf, llf]}");
        return;
    }
    auto const& [name, mark, values] = when->entries.front();
    auto const found = std::ranges::find(earlier, name, &Parameter::name);
    if (found == earlier.end()) {
        context.complain("when", fmt::format("there is no earlier parameter {}", name),
                         "conditions look at parameters above", suggest(name, names_of(earlier)));
        return;
    }
    study::Condition condition{static_cast<std::size_t>(found - earlier.begin()), {}};
    std::vector<Node> const wanted = values.kind == Node::Kind::sequence ? values.items : std::vector{values};
    std::vector<std::string> known;
    for (Level const& level : found->levels) known.push_back(level.label);
    for (Node const& value : wanted) {
        condition.labels.push_back(value.text);
        if (!known.empty() && std::ranges::find(known, value.text) == known.end())
            context.complain("when", fmt::format("{} never has the value {}", name, describe_kind(value)),
                             "the parameter would exist nowhere", suggest(value.text, known));
    }
    parameter.when = std::move(condition);
}

void check_steps(Context const& context, study::DesignKind design, Parameter const& parameter) {
    bool const by_steps = design == study::DesignKind::grid || design == study::DesignKind::one_at_a_time;
    bool const drawn = parameter.distribution.has_value();
    if (by_steps && drawn && parameter.steps == 0)
        context.complain("steps", "the number of steps is missing", "the design takes single values",
                         "add steps: 5");
    if (design == study::DesignKind::one_at_a_time && parameter.when)
        context.complain("when", "conditions do not fit one_at_a_time",
                         "the others keep the scenario's own values there", "use a grid");
    ParameterEntry const& entry = context.entry;
    bool const varies =
        !entry.values.empty() || !entry.cases.empty() || !entry.range.empty() || entry.distribution;
    if (design != study::DesignKind::list && !varies)
        context.complain("values", "nothing says what the parameter varies over",
                         "the design takes values of it", "add values, cases, range or distribution");
    if (design == study::DesignKind::list && varies)
        context.complain("values", "the parameter has values of its own", "rows of the list name them",
                         "remove them");
}

}  // namespace

Level level_of(Parameter const& parameter, Node const& value) {
    Level level{.label = value.kind == Node::Kind::scalar ? value.text : flow_text(value), .settings = {}};
    if (auto const split = split_number(level.label)) level.number = split->number;
    for (std::string const& key : parameter.keys) level.settings.push_back({key, flow_text(value)});
    return level;
}

void read_parameters(SweepSections const& sections, FreeParts const& parts, Origins const& origins,
                     SweepFile& file, Report& report) {
    auto& parameters = file.plan.parameters;
    for (ParameterEntry const& entry : sections.parameters) {
        Context const context{entry, parts, origins, report, "parameters." + entry.name};
        Parameter parameter;
        parameter.name = entry.name;
        parameter.keys = entry.key.empty() ? entry.keys : std::vector{entry.key};
        parameter.rounding = entry.rounding.value_or(study::Rounding::none);
        parameter.steps = static_cast<std::size_t>(entry.steps.value_or(0));
        if (Node const* values = context.part("values")) read_values(context, *values, parameter);
        if (Node const* cases = context.part("cases")) read_cases(context, *cases, parameter);
        settle_levels(context, parameter);
        if (!entry.range.empty()) read_range(context, parameter);
        if (entry.distribution) {
            parameter.distribution = distribution_of(*entry.distribution);
            parameter.unit = entry.distribution->unit;
        }
        read_link(context, parameters, parameter);
        read_condition(context, parameters, parameter);
        check_steps(context, sections.design.kind, parameter);
        Mark at = origins.find(context.path);
        for (char const* key : {"values", "cases", "range", "distribution"}) {
            if (origins.knows(context.path + "." + key)) at = origins.find(context.path + "." + key);
        }
        file.marks.parameters.push_back(std::move(at));
        parameters.push_back(std::move(parameter));
    }
}

}  // namespace yuchong::io
