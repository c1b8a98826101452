// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/kubeconfig_yaml.h"

#include "base/secret.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// Reads the fields of one mapping of a kubeconfig and of what is inside it. The first fault is kept, so that a context
// can say why it cannot be used; reading goes on all the same.
class KubeconfigEntry {
public:
    struct File {
        std::string path;
        std::string directory; // absolute; relative paths start there
        std::vector<std::string> read; // the other files that were read
    };

    KubeconfigEntry(const YamlValue* value, File& file)
        : value_(value)
        , file_(file)
    {
    }

    [[nodiscard]] bool has(std::string_view key) const;
    std::string text(std::string_view key);
    Secret secret(std::string_view key) { return Secret(text(key)); }
    bool flag(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    // The mapping under a key, null when it is absent or empty.
    const YamlValue* mapping(std::string_view key);
    const std::vector<YamlValue::Ptr>& list(std::string_view key);
    // PEM text from the base64 of `dataKey`, or from the file that `fileKey` names. `kind` is what BEGIN must name.
    std::string pem(std::string_view fileKey, std::string_view dataKey, std::string_view kind);
    [[nodiscard]] std::string resolved(const std::string& path) const;

    void refuse(std::string what, std::string hint, std::vector<std::string> args, std::string_view key = {});
    void take(const KubeconfigEntry& inner); // its fault
    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }
    File& file() { return file_; }

private:
    const YamlValue* find(std::string_view key) const;
    std::string pemText(std::string_view key, std::string_view fileKey, std::string_view dataKey);
    const YamlValue* value_;
    File& file_;
    std::optional<Error> fault_;
};

} // namespace loadline
