// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_yaml.h"

#include "kube/kubeconfig_long_text.h"
#include "kube/kubeconfig_text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <istream>
#include <streambuf>

namespace loadline {
namespace {

constexpr std::size_t mostValues = 500'000;
constexpr std::size_t mostWeight = 64u << 20;
constexpr std::size_t leastWeight = 16; // of a value without text

// What the builder finds beyond the syntax; never leaves this file.
struct Refusal {
    std::string what;
    std::string hint;
    YAML::Mark mark;
};

class TextBuffer : public std::streambuf {
public:
    explicit TextBuffer(std::string_view text)
    {
        // A streambuf reads through char*; nothing writes there.
        char* begin = const_cast<char*>(text.data());
        setg(begin, begin, begin + text.size());
    }
};

// Builds values from the parser's events, so that no alias is ever copied.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(const LongText& source)
        : source_(source)
    {
    }
    [[nodiscard]] YamlValue::Ptr root() const { return root_; }
    // yaml-cpp takes the end of the text for a closing quote: a file that was cut would lose its end unnoticed.
    [[nodiscard]] bool endsInsideQuotes(std::string_view text) const
    {
        const char quote = lastQuoted_ < text.size() ? text[lastQuoted_] : '\0';
        if (quote != '"' && quote != '\'')
            return false;
        for (std::size_t i = lastQuoted_ + 1; i < text.size(); ++i) {
            if ((text[i] == '\\' && quote == '"') || text.substr(i, 2) == "''")
                ++i;
            else if (text[i] == quote)
                return false;
        }
        return true;
    }

    void OnDocumentStart(const YAML::Mark&) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add(mark, make(mark, YamlValue::Kind::Null), anchor);
    }
    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        auto scalar = make(mark, YamlValue::Kind::Scalar);
        scalar->quoted = tag != "?";
        scalar->text = source_.restored(value);
        scalar->weight += scalar->text.size();
        if (scalar->quoted && mark.pos >= 0)
            lastQuoted_ = static_cast<std::size_t>(mark.pos);
        add(mark, std::move(scalar), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        if (anchor >= anchors_.size() || !anchors_[anchor])
            throw Refusal {
                LOADLINE_TR("Error", "The kubeconfig %1 contains itself: the alias at line %2 names a value it is in."),
                LOADLINE_TR("Error", "Replace the alias (*name) by what it should stand for."), mark};
        append(mark, anchors_[anchor]);
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open_.push_back({make(mark, YamlValue::Kind::Sequence), anchor, {}, false});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(
        const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open_.push_back({make(mark, YamlValue::Kind::Mapping), anchor, {}, false});
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        std::shared_ptr<YamlValue> value;
        YAML::anchor_t anchor;
        std::string key;
        bool hasKey;
    };

    static std::shared_ptr<YamlValue> make(const YAML::Mark& mark, YamlValue::Kind kind)
    {
        auto value = std::make_shared<YamlValue>();
        value->kind = kind;
        value->weight = leastWeight;
        value->line = mark.line + 1;
        value->column = mark.column + 1;
        return value;
    }

    void close()
    {
        const Open done = std::move(open_.back());
        open_.pop_back();
        YAML::Mark mark;
        mark.line = done.value->line - 1;
        mark.column = done.value->column - 1;
        add(mark, done.value, done.anchor);
    }

    void add(const YAML::Mark& mark, YamlValue::Ptr value, YAML::anchor_t anchor)
    {
        if (anchor != 0) {
            if (anchors_.size() <= anchor)
                anchors_.resize(anchor + 1);
            anchors_[anchor] = value;
        }
        append(mark, std::move(value));
    }

    void append(const YAML::Mark& mark, YamlValue::Ptr value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& parent = open_.back();
        parent.value->weight += value->weight;
        if (parent.value->weight > mostWeight || ++seen_ > mostValues)
            throw Refusal {LOADLINE_TR("Error", "The kubeconfig %1 grows beyond all measure at line %2."),
                LOADLINE_TR("Error", "Check whether its aliases (*name) multiply each other."), mark};
        if (parent.value->kind == YamlValue::Kind::Sequence)
            parent.value->items.push_back(std::move(value));
        else if (parent.hasKey) {
            parent.value->fields.emplace_back(std::move(parent.key), std::move(value));
            parent.hasKey = false;
        } else
            setKey(mark, parent, *value);
    }

    static void setKey(const YAML::Mark& mark, Open& parent, const YamlValue& key)
    {
        if (key.kind != YamlValue::Kind::Scalar)
            throw Refusal {LOADLINE_TR("Error", "The kubeconfig %1 has a key at line %2 that is no text."),
                LOADLINE_TR("Error", "Check the indentation and the colons there."), mark};
        parent.key = key.text;
        parent.hasKey = true;
    }

    const LongText& source_;
    std::vector<Open> open_;
    std::vector<YamlValue::Ptr> anchors_; // by id; null while the value is still open
    YamlValue::Ptr root_;
    std::size_t seen_ = 0;
    std::size_t lastQuoted_ = std::string_view::npos;
};

std::string place(const std::string& path, const YAML::Mark& mark)
{
    return path + ':' + std::to_string(mark.line + 1) + ':' + std::to_string(mark.column + 1);
}

Error refused(const Refusal& refusal, const std::string& path)
{
    return {Error::Kind::Malformed, refusal.what, place(path, refusal.mark), refusal.hint,
        {path, std::to_string(refusal.mark.line + 1)}};
}

// Whether a tab is used as indentation in that line, which YAML forbids and editors hide.
bool indentedByTab(std::string_view text, int line)
{
    for (int i = 0; i < line && !text.empty(); ++i) {
        const auto end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    const auto first = text.find_first_not_of(' ');
    return first != std::string_view::npos && text[first] == '\t';
}

Error notYaml(const YAML::Exception& fault, std::string_view text, const std::string& path)
{
    if (fault.mark.is_null())
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The kubeconfig %1 is not YAML."), path,
            LOADLINE_TR("Error", "Check that this is the file you mean."), {path}};
    std::string hint = LOADLINE_TR("Error", "Check the indentation, the quotes and the colons there.");
    if (indentedByTab(text, fault.mark.line))
        hint = LOADLINE_TR("Error", "The line is indented with a tab, which YAML does not allow: use spaces.");
    // yaml-cpp reports a nesting beyond its limit as "bad file".
    const std::string why = fault.msg == "bad file" ? "it is nested too deeply" : fault.msg;
    return {Error::Kind::Malformed,
        LOADLINE_TR("Error", "The kubeconfig %1 is not valid YAML at line %2, column %3: %4."), place(path, fault.mark),
        std::move(hint),
        {path, std::to_string(fault.mark.line + 1), std::to_string(fault.mark.column + 1), shown(why)}};
}

// yaml-cpp refuses what is nested beyond 500 levels as well, but scans brackets to the end of the text before.
bool isBottomless(std::string_view text)
{
    constexpr int deepest = 1000;
    int depth = 0;
    for (const char c : text) {
        if (c == '[' || c == '{')
            ++depth;
        else if ((c == ']' || c == '}') && depth > 0)
            --depth;
        if (depth > deepest)
            return true;
    }
    return false;
}

bool isBinary(std::string_view text)
{
    // UTF-16 and UTF-32 with their mark are YAML too.
    const bool wide = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")
        || text.starts_with(std::string_view("\0\0\xfe\xff", 4));
    return !wide && text.find('\0') != std::string_view::npos;
}

} // namespace

const YamlValue* YamlValue::field(std::string_view key) const
{
    for (auto field = fields.rbegin(); field != fields.rend(); ++field)
        if (field->first == key)
            return field->second.get();
    for (const auto& [name, value] : fields) {
        if (name != "<<")
            continue;
        if (value->kind == Kind::Mapping)
            if (const YamlValue* found = value->field(key))
                return found;
        for (const Ptr& merged : value->items)
            if (const YamlValue* found = merged->field(key))
                return found;
    }
    return nullptr;
}

Result<YamlValue::Ptr> parseYaml(std::string_view text, const std::string& path)
{
    if (isBinary(text))
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is a binary file, not a kubeconfig."), path,
            LOADLINE_TR("Error", "Check that this is the file you mean."), {path}};
    if (isBottomless(text))
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The kubeconfig %1 is nested too deeply."), path,
            LOADLINE_TR("Error", "Check that this is the file you mean."), {path}};
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    try {
        const LongText source(text);
        TextBuffer buffer(source.text());
        std::istream stream(&buffer);
        Builder builder(source);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        if (builder.endsInsideQuotes(source.text()))
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The kubeconfig %1 ends inside a quoted text."),
                path, LOADLINE_TR("Error", "Close the quotes; the file may have been cut."), {path}};
        auto root = builder.root();
        return root ? root : std::make_shared<const YamlValue>();
    } catch (const Refusal& refusal) {
        return refused(refusal, path);
    } catch (const YAML::Exception& fault) {
        return notYaml(fault, text, path);
    } catch (const std::exception&) {
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The kubeconfig %1 is not YAML."), path,
            LOADLINE_TR("Error", "Check that this is the file you mean."), {path}};
    }
}

} // namespace loadline
