// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_entry.h"

#include "kube/kubeconfig_text.h"

#include <filesystem>

namespace loadline {
namespace {

constexpr std::size_t largestPem = 4u << 20; // a bundle of all public CAs is a quarter of a MiB

} // namespace

const YamlValue* KubeconfigEntry::find(std::string_view key) const
{
    const YamlValue* found = value_ ? value_->field(key) : nullptr;
    return found && found->kind != YamlValue::Kind::Null ? found : nullptr;
}

bool KubeconfigEntry::has(std::string_view key) const
{
    const YamlValue* found = find(key);
    return found && (found->kind != YamlValue::Kind::Scalar || !found->text.empty());
}

// Unquoted numbers and words such as `yes` are text here: kubectl refuses the file for them, which helps nobody.
std::string KubeconfigEntry::text(std::string_view key)
{
    const YamlValue* found = find(key);
    if (!found)
        return {};
    if (found->kind == YamlValue::Kind::Scalar)
        return found->text;
    refuse(LOADLINE_TR("Error", "The field %1 must be text."),
        LOADLINE_TR("Error", "Check the indentation of the lines there."), {std::string(key)}, key);
    return {};
}

bool KubeconfigEntry::flag(std::string_view key)
{
    const YamlValue* found = find(key);
    if (!found)
        return false;
    const std::string json = found->kind == YamlValue::Kind::Scalar ? yamlToJson(*found) : std::string();
    if (json == "true" || json == "false")
        return json == "true";
    refuse(LOADLINE_TR("Error", "The field %1 must be true or false."),
        LOADLINE_TR("Error", "Write true or false without quotes."), {std::string(key)}, key);
    return false;
}

std::vector<std::string> KubeconfigEntry::texts(std::string_view key)
{
    std::vector<std::string> out;
    for (const auto& item : list(key)) {
        if (item->kind == YamlValue::Kind::Scalar)
            out.push_back(item->text);
        else
            refuse(LOADLINE_TR("Error", "The field %1 must be a list of texts."),
                LOADLINE_TR("Error", "Check the indentation of the lines there."), {std::string(key)}, key);
    }
    return out;
}

const YamlValue* KubeconfigEntry::mapping(std::string_view key)
{
    const YamlValue* found = find(key);
    if (!found || found->kind == YamlValue::Kind::Mapping)
        return found;
    refuse(LOADLINE_TR("Error", "The field %1 must hold named fields."),
        LOADLINE_TR("Error", "Check the indentation of the lines there."), {std::string(key)}, key);
    return nullptr;
}

const std::vector<YamlValue::Ptr>& KubeconfigEntry::list(std::string_view key)
{
    static const std::vector<YamlValue::Ptr> none;
    const YamlValue* found = find(key);
    if (!found)
        return none;
    if (found->kind == YamlValue::Kind::Sequence)
        return found->items;
    refuse(LOADLINE_TR("Error", "The field %1 must be a list."),
        LOADLINE_TR("Error", "Begin each of its entries with a dash."), {std::string(key)}, key);
    return none;
}

std::string KubeconfigEntry::resolved(const std::string& path) const
{
    const std::filesystem::path given(path);
    if (path.empty() || given.is_absolute())
        return path;
    return (std::filesystem::path(file_.directory) / given).lexically_normal().string();
}

// kubectl: the *-data field wins over the path.
std::string KubeconfigEntry::pemText(std::string_view key, std::string_view fileKey, std::string_view dataKey)
{
    if (key == dataKey) {
        auto decoded = decodeBase64(text(dataKey));
        if (!decoded)
            refuse(LOADLINE_TR("Error", "The field %1 is not base64."),
                LOADLINE_TR("Error", "Write the PEM file through base64 -w0, or name the file in %2."),
                {std::string(dataKey), std::string(fileKey)}, dataKey);
        return decoded.value_or(std::string());
    }
    const std::string path = resolved(text(fileKey));
    file_.read.push_back(path);
    auto content = readWholeFile(path, {largestPem, false});
    if (content)
        return std::move(content).value();
    Error error = content.error();
    refuse(error.what, error.hint, error.args, fileKey);
    return {};
}

std::string KubeconfigEntry::pem(std::string_view fileKey, std::string_view dataKey, std::string_view kind)
{
    if (!has(fileKey) && !has(dataKey))
        return {};
    const std::string_view key = has(dataKey) ? dataKey : fileKey;
    std::string found = pemText(key, fileKey, dataKey);
    if (fault_)
        return {};
    const auto begin = found.find("-----BEGIN ");
    const bool right = begin != std::string::npos && found.find(kind, begin) != std::string::npos;
    if (!right)
        refuse(LOADLINE_TR("Error", "The field %1 holds no %2 in PEM form."),
            LOADLINE_TR("Error", "It must begin with -----BEGIN; DER files are converted by openssl."),
            {std::string(key), std::string(kind)}, key);
    else if (found.find("ENCRYPTED") != std::string::npos)
        refuse(LOADLINE_TR("Error", "The key in %1 is protected by a passphrase."),
            LOADLINE_TR(
                "Error", "Kubernetes clients cannot ask for it; write the key without one: openssl pkey -in KEY."),
            {std::string(key)}, key);
    return right ? found : std::string();
}

void KubeconfigEntry::refuse(std::string what, std::string hint, std::vector<std::string> args, std::string_view key)
{
    if (fault_)
        return;
    const YamlValue* at = key.empty() ? nullptr : find(key);
    at = at ? at : value_;
    std::string where = file_.path;
    if (at)
        where += ':' + std::to_string(at->line) + ':' + std::to_string(at->column);
    fault_ = Error {Error::Kind::Malformed, std::move(what), std::move(where), std::move(hint), std::move(args)};
}

void KubeconfigEntry::take(const KubeconfigEntry& inner)
{
    if (!fault_)
        fault_ = inner.fault_;
}

} // namespace loadline
