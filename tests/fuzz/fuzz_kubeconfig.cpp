// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig.h"

#include <cstdlib>

using namespace loadline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Kubeconfig config = parseKubeconfig(text, "/nowhere/at/all/config");
    for (const Error& problem : config.problems)
        if (plainText(problem).empty())
            std::abort();
    for (const KubeContext& context : config.contexts) // a name may stand twice; each finds one
        if (!config.context(context.name))
            std::abort();
    return 0;
}
