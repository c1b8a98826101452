// SPDX-License-Identifier: GPL-3.0-or-later
#include "set_hints.h"

namespace loadline {

Error withWayToGive(Error error)
{
    if (error.kind == Error::Kind::NotFound && error.hint.empty() && error.args.size() == 1 && !error.where.empty()) {
        error.hint = LOADLINE_TR("Error", "Give it with --set %2=VALUE.");
        error.args.push_back(error.where);
    }
    return error;
}

namespace {

bool isNumber(const std::string& text)
{
    return !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == std::string::npos;
}

// spec.metrics.0.type as spec.metrics[0].type.
FieldPath withPlaces(const FieldPath& path)
{
    FieldPath out;
    for (const auto& step : path.steps()) {
        const auto* key = std::get_if<std::string>(&step);
        out = !key ? out / std::get<std::size_t>(step) : isNumber(*key) && !out.empty() ? out / std::size_t(std::stoul(*key)) : out / *key;
    }
    return out;
}

} // namespace

Error withWayToWrite(Error error, const FieldPath& path, const Form& form)
{
    const auto& steps = path.steps();
    const auto* first = steps.empty() ? nullptr : std::get_if<std::string>(&steps.front());
    const auto mend = [&](const char* hint, const std::string& arg) {
        error.hint = hint;
        error.args.resize(1);
        error.args.push_back(arg);
    };
    if (first && (*first == "labels" || *first == "annotations"))
        mend(LOADLINE_TR("Error", "Write it as %2."), "metadata." + path.text());
    else if (const FieldPath placed = withPlaces(path); !(placed == path))
        mend(LOADLINE_TR("Error", "Write it as %2."), placed.text());
    for (FieldPath list; const auto& step : steps) {
        const auto* place = std::get_if<std::size_t>(&step);
        const std::size_t count = place && form.answer(list) ? form.answer(list)->items().size() : 0;
        if (place && *place > count)
            return {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 has no place %2 yet: its next is %3."), path.text(), "", {list.text(), std::to_string(*place), (list / count).text()}};
        list = place ? list / *place : list / std::get<std::string>(step);
    }
    return error;
}

Error withKeyInQuotes(Error error, const std::vector<Setting>& settings)
{
    for (const Setting& setting : settings)
        if (const auto path = FieldPath::parse(setting.key); path && !error.where.empty() && setting.key.starts_with(error.where + ".") && path->steps().size() > FieldPath(error.where).steps().size() + 1) {
            const std::string key = setting.key.substr(error.where.size() + 1);
            error.hint = LOADLINE_TR("Error", "A key with a dot in it is written in quotes: %1");
            error.args = {"--set '" + error.where + "[\"" + key + "\"]=" + setting.text + "'"};
        }
    return error;
}

} // namespace loadline
