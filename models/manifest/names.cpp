// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/names.h"

#include <algorithm>

namespace loadline {
namespace {

Error wrong(const char* what, const std::string& text, const char* hint)
{
    return {.kind = Error::Kind::Malformed, .what = what, .where = {}, .hint = hint, .args = {text}};
}

bool isSmall(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isDnsLabel(std::string_view text)
{
    return !text.empty() && isSmall(text.front()) && isSmall(text.back())
        && std::all_of(text.begin(), text.end(), [](char c) { return isSmall(c) || c == '-'; });
}

bool isSubdomain(std::string_view text)
{
    if (text.size() > 253)
        return false;
    while (true) {
        const auto dot = text.find('.');
        if (!isDnsLabel(text.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

bool isWordLetter(char c, bool edge)
{
    return isSmall(c) || (c >= 'A' && c <= 'Z') || (!edge && (c == '-' || c == '_' || c == '.'));
}

bool isLabelWord(std::string_view text)
{
    if (text.empty() || text.size() > 63)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!isWordLetter(text[i], i == 0 || i + 1 == text.size()))
            return false;
    return true;
}

bool isQualified(std::string_view text)
{
    const auto slash = text.find('/');
    return slash == std::string_view::npos ? isLabelWord(text)
                                           : isSubdomain(text.substr(0, slash)) && isLabelWord(text.substr(slash + 1));
}

const char* const labelHint
    = LOADLINE_TR("Error", "Use up to 63 letters, digits, -, _ and ., with a letter or digit at both ends.");

} // namespace

std::optional<Error> objectNameFault(const std::string& text)
{
    if (isSubdomain(text))
        return {};
    return wrong(LOADLINE_TR("Error", "“%1” cannot be a name."), text,
        LOADLINE_TR("Error", "Use small letters, digits, - and ., with a letter or digit at both ends."));
}

std::optional<Error> shortNameFault(const std::string& text)
{
    if (isDnsLabel(text) && text.size() <= 63)
        return {};
    return wrong(LOADLINE_TR("Error", "“%1” cannot be a name here."), text,
        LOADLINE_TR("Error", "Use up to 63 small letters, digits and -, with a letter or digit at both ends."));
}

std::optional<Error> labelKeyFault(const std::string& text)
{
    if (isQualified(text))
        return {};
    return wrong(LOADLINE_TR("Error", "“%1” cannot be a label's name."), text, labelHint);
}

std::optional<Error> labelValueFault(const std::string& text)
{
    if (text.empty() || isLabelWord(text))
        return {};
    return wrong(LOADLINE_TR("Error", "“%1” cannot be a label's value."), text, labelHint);
}

std::optional<Error> pathSegmentFault(const std::string& text)
{
    if (text != "." && text != ".." && text.find_first_of("/%") == std::string::npos)
        return {};
    return wrong(LOADLINE_TR("Error", "“%1” cannot be asked for by name."), text,
        LOADLINE_TR("Error", "The name becomes part of an address: it takes neither / nor %."));
}

std::optional<Error> apiVersionFault(const std::string& text, bool groupNeeded)
{
    const auto slash = text.find('/');
    const bool one = slash == std::string::npos || text.find('/', slash + 1) == std::string::npos;
    if (one && (!groupNeeded || (slash != std::string::npos && slash > 0)))
        return {};
    return wrong(one ? LOADLINE_TR("Error", "“%1” names no API group.")
                     : LOADLINE_TR("Error", "“%1” is no API version."),
        text, LOADLINE_TR("Error", "Write group and version, as apps/v1."));
}

bool isScalable(std::string_view apiVersion, std::string_view kind)
{
    const bool own = apiVersion.empty() || apiVersion == "v1" || apiVersion.starts_with("apps/") || apiVersion.starts_with("batch/");
    constexpr std::string_view without[] = {"ConfigMap", "CronJob", "DaemonSet", "Job", "Namespace", "Node", "Pod", "Secret", "Service"};
    return !own || std::find(std::begin(without), std::end(without), kind) == std::end(without);
}

bool isHugePages(std::string_view name)
{
    return name.starts_with("hugepages-");
}

bool isExtendedResource(std::string_view name)
{
    return name.find('/') != std::string_view::npos && name.find("kubernetes.io/") == std::string_view::npos
        && !name.starts_with("requests.") && isQualified("requests." + std::string(name));
}

} // namespace loadline
