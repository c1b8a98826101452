// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/kubeconfig.h"
#include "kube/kubeconfig_entry.h"

#include <map>

namespace loadline {

// One file before merging: names are looked up only once all files are there.
struct KubeconfigFile {
    Kubeconfig content;
    std::map<std::string, Error> clusterFaults; // by the entry's name
    std::map<std::string, Error> userFaults;
    std::map<std::string, Error> contextFaults;
};

KubeconfigFile readKubeconfig(std::string_view text, const std::string& path);
KubeCluster readCluster(KubeconfigEntry& entry, std::string name);
KubeUser readUser(KubeconfigEntry& entry, std::string name);

} // namespace loadline
