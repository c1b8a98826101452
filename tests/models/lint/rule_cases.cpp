// SPDX-License-Identifier: GPL-3.0-or-later
#include "rule_cases.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

namespace loadline {

namespace {

[[noreturn]] void give(const std::string& where, const std::string& what)
{
    std::fprintf(stderr, "%s: %s\n", where.c_str(), what.c_str());
    std::abort();
}

Document parse(const std::string& where, const std::string& text)
{
    auto document = Document::parse(text);
    if (!document)
        give(where, plainText(document.error()) + "\n" + text);
    return *std::move(document);
}

struct Block { // an object as it is written
    std::string name, body, where;
};

const std::map<std::string, Document>& objects();

Document build(const Block& block)
{
    if (block.name.empty())
        return parse(block.where, block.body);
    const auto known = objects().find(block.name);
    if (known == objects().end())
        give(block.where, "there is no object " + block.name);
    auto document = known->second;
    std::istringstream lines(block.body);
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find_first_not_of(' ');
        if (first == std::string::npos)
            continue;
        line = line.substr(first);
        if (line.starts_with("- ")) {
            document.remove(FieldPath(line.substr(2)));
            continue;
        }
        const auto equals = line.find(" = ");
        if (equals == std::string::npos)
            give(block.where, line);
        const auto value = parse(block.where, "{\"value\": " + line.substr(equals + 3) + "}").value()["value"];
        if (auto done = document.set(FieldPath(line.substr(0, equals)), value); !done)
            give(block.where, plainText(done.error()) + ": " + line);
    }
    return document;
}

std::ifstream open(const std::string& name) { return std::ifstream(std::string(LOADLINE_SOURCE "/tests/models/lint/rules/") + name); }

const std::map<std::string, Document>& objects()
{
    static const auto known = [] {
        std::map<std::string, Document> all;
        auto file = open("objects.txt");
        Block block;
        const auto finish = [&] {
            if (!block.name.empty())
                all.emplace(block.name, parse("objects.txt", block.body));
        };
        for (std::string line; std::getline(file, line);) {
            if (!line.starts_with('@')) {
                block.body += line + "\n";
                continue;
            }
            finish();
            block = {line.substr(1), "", "objects.txt"};
        }
        finish();
        return all;
    }();
    return known;
}

} // namespace

std::vector<RuleCase> ruleCases(const std::string& rule)
{
    std::vector<RuleCase> cases;
    auto file = open(rule + ".txt");
    std::vector<Document> live;
    std::vector<Document>* into = nullptr;
    std::optional<Block> block;
    const auto finish = [&] {
        if (block && into)
            into->push_back(build(*block));
        block.reset();
    };
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        const std::string where = rule + ".txt:" + std::to_string(++number);
        if (line.starts_with("### ")) {
            finish();
            if (line == "### live") {
                live.clear();
                into = &live;
                continue;
            }
            cases.push_back({std::move(live), line == "### fires", {}, where});
            live.clear();
            into = &cases.back().documents;
        } else if (line.starts_with('@')) {
            finish();
            block = Block {line.substr(1), "", where};
        } else if (block) {
            block->body += line + "\n";
        }
    }
    finish();
    return cases;
}

} // namespace loadline
