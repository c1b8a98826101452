// SPDX-License-Identifier: GPL-3.0-or-later
#include "help_text.h"

#include <CLI/CLI.hpp>

#include <sstream>

namespace loadline {
namespace {

constexpr std::size_t lineWidth = 100, gap = 2;

struct Line {
    std::string word, means;
};
using Lines = std::vector<Line>;

// Breaks at spaces and at the text's own ends of line; every line but the first begins with `indent` spaces.
std::string wrapped(const std::string& text, std::size_t indent)
{
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!out.empty())
            out += '\n' + std::string(indent, ' ');
        std::istringstream words(line);
        std::size_t at = indent;
        for (std::string word; words >> word; at += word.size()) {
            if (at > indent && at + 1 + word.size() > lineWidth) {
                out += '\n' + std::string(indent, ' ');
                at = indent;
            } else if (at > indent) {
                out += ' ';
                ++at;
            }
            out += word;
        }
    }
    return out + '\n';
}

std::string columns(const std::string& title, const Lines& lines, std::size_t width)
{
    std::string out = lines.empty() ? "" : '\n' + title + ":\n";
    for (const Line& line : lines) {
        const std::size_t left = gap + width + gap;
        std::string word = std::string(gap, ' ') + line.word;
        word += word.size() + gap > left ? '\n' + std::string(left, ' ') : std::string(left - word.size(), ' ');
        out += word + wrapped(line.means, left);
    }
    return out;
}

std::string typeOf(const CLI::Option& option)
{
    if (option.get_type_size() == 0)
        return {};
    const std::string type = option.get_type_name(); // "FORMAT:{csv,json}": of the checks the text tells
    return ' ' + type.substr(0, type.find(':'));
}

// "-o, --output FILE"; a long name alone stands below the others' long names.
std::string nameOf(const CLI::Option& option)
{
    if (option.get_positional())
        return option.get_name(true, false) + (option.get_expected_max() >= CLI::detail::expected_max_vector_size ? " ..." : "");
    std::string name;
    for (const std::string& letter : option.get_snames())
        name += '-' + letter + ", ";
    name.resize(std::max<std::size_t>(name.size(), 4), ' ');
    for (const std::string& word : option.get_lnames())
        name += "--" + word;
    return name + (option.get_lnames() == std::vector<std::string> {"demo"} ? "[=SPEED]" : typeOf(option));
}

Line lineOf(const CLI::Option& option)
{
    std::string means = option.get_description();
    if (const std::string without = option.get_default_str(); !without.empty())
        means += " (" + without + " when left out)";
    return {nameOf(option), option.nonpositional() && option.get_required() ? means + "; must be given" : means};
}

Lines optionsOf(const CLI::App& app, const std::string& group, bool positional)
{
    Lines lines;
    for (const CLI::Option* option : app.get_options())
        if (option->get_group() == group && option->get_positional() == positional)
            lines.push_back(lineOf(*option));
    return lines;
}

std::string usage(const CLI::App& app, const std::string& name)
{
    std::string out = "Usage: " + name;
    for (const CLI::Option* option : app.get_options())
        if (option->nonpositional() && option->get_required())
            out += (option->get_snames().empty() ? " --" + option->get_lnames().front() : " -" + option->get_snames().front()) + typeOf(*option);
    out += " [OPTIONS]";
    for (const CLI::Option* option : app.get_options())
        if (option->get_positional())
            out += option->get_required() ? ' ' + nameOf(*option) : " [" + nameOf(*option) + ']';
    return '\n' + wrapped(out + (app.get_subcommands({}).empty() ? "" : " [COMMAND]"), 0);
}

struct Section {
    std::string title;
    Lines lines;
};

std::vector<Section> sectionsOf(const CLI::App& app)
{
    std::vector<Section> sections {{"Arguments", optionsOf(app, "Options", true)}};
    for (const CLI::App* command : app.get_subcommands({})) {
        if (sections.back().title != command->get_group())
            sections.push_back({command->get_group(), {}});
        sections.back().lines.push_back({command->get_name(), command->get_description()});
    }
    for (const std::string& group : app.get_groups())
        if (!group.empty())
            sections.push_back({group, optionsOf(app, group, false)});
    return sections;
}

std::string sharedWith(const CLI::App& command)
{
    std::string out;
    for (const CLI::Option* option : command.get_parent()->get_options())
        if (option->get_group() == everyCommand)
            out += (out.empty() ? "" : ", ") + std::string("--") + option->get_lnames().front();
    return out.empty() ? out : '\n' + wrapped("With every command: " + out + "; loadline --help tells of them.", 0);
}

class HelpText : public CLI::FormatterBase {
public:
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override
    {
        const auto sections = sectionsOf(*app);
        std::size_t width = 0;
        for (const Section& section : sections)
            for (const Line& line : section.lines)
                width = std::max(width, line.word.size() <= 28 ? line.word.size() : 0);
        std::string out = wrapped(app->get_description(), 0) + usage(*app, name);
        for (const Section& section : sections)
            out += columns(section.title, section.lines, width);
        if (app->get_parent())
            out += sharedWith(*app);
        return app->get_footer().empty() ? out : out + '\n' + wrapped(app->get_footer(), 0);
    }
};

} // namespace

std::shared_ptr<CLI::FormatterBase> helpText() { return std::make_shared<HelpText>(); }

} // namespace loadline
