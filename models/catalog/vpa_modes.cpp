// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/vpa_modes.h"

#include "manifest/form_walk.h"

namespace loadline {

Result<std::vector<std::string>> vpaModesOf(const Value& definition)
{
    static const FieldPath mode("schema.openAPIV3Schema.properties.spec.properties.updatePolicy.properties.updateMode.enum");
    std::vector<std::string> modes;
    for (const Value& version : definition["spec"]["versions"].items())
        if (const Value* listed = version["name"].text() == "v1" && version["served"].boolean() ? findIn(version, mode) : nullptr)
            for (const Value& one : listed->items())
                if (one.isString())
                    modes.push_back(one.text());
    if (modes.empty())
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The definition of VerticalPodAutoscaler lists no update modes."), "", "", {}};
    return modes;
}

} // namespace loadline
