// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_kinds_list.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

bool sameIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::span<const FormKind> formKinds()
{
    static const std::array kinds {
        hpaForm(),
        scaledObjectForm(),
        scaledJobForm(),
        vpaForm(),
        disruptionBudgetForm(),
        triggerAuthenticationForm(),
        clusterTriggerAuthenticationForm(),
        nodePoolForm(),
        priorityClassForm(),
        quotaForm(),
        limitRangeForm(),
        namespaceForm(),
    };
    return kinds;
}

const FormKind* formKind(std::string_view idOrKind)
{
    const auto all = formKinds();
    const auto found = std::find_if(all.begin(), all.end(), [&](const FormKind& kind) {
        return sameIgnoringCase(kind.id, idOrKind) || sameIgnoringCase(kind.kind, idOrKind);
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace loadline
