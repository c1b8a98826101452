// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// Bad input that people bring: for the command line and for the window alike.
namespace loadline::test {

// Files of which a document cannot be read.
struct UnreadableFile {
    const char* name;
    std::string text;
    const char* place; // "line:column" of the file
    const char* own; // the same within the document
    int sound; // documents beside it that can be read
};

inline std::vector<UnreadableFile> unreadableFiles()
{
    const std::string good = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: fine\n";
    const auto large = [](std::size_t bytes) { return "kind: A\ndata:\n  key: text\n" + std::string(bytes, '#') + "\n\tb: 1\n"; };
    return {
        {"tab", "kind: A\n\tb: 1\n", "2:1", "2:1", 0},
        {"duplicate key", "kind: A\napiVersion: v1\nkind: B\n", "3:1", "3:1", 0},
        {"second of three", good + "---\nkind: [\n---\n" + good, "7:1", "2:1", 2},
        {"unknown anchor", "kind: A\ndata: *nowhere\n", "2:7", "2:7", 0},
        {"anchor into itself", "kind: A\ndata: &a [*a]\n", "2:11", "2:11", 0},
        {"deep in two megabytes", large(2 << 20), "5:1", "5:1", 0},
        {"ten megabytes", large(10 << 20), "1:1", "1:1", 0}, // no API server would take it
        {"ten megabytes beside another", good + "---\n" + large(10 << 20), "6:1", "1:1", 1},
        {"unclosed quote", "kind: \"A\n", "2:1", "2:1", 0},
        {"no YAML", "kind: [\n", "2:1", "2:1", 0},
    };
}

// Manifests that can be read and are wrong: what a rule says of them, and where.
struct WrongManifest {
    const char* name;
    std::string text;
    const char* rule;
    int line, column; // of the file
};

inline std::vector<WrongManifest> wrongManifests()
{
    const std::string head = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n";
    return {
        {"misspelt field", head + "  maxReplicas: 5\n  minReplica: 2\n", "unknown-field", 7, 3},
        {"misspelt field in braces", head + "  scaleTargetRef: {kind: Deployment, nam: x}\n", "unknown-field", 6, 38},
        {"misspelt field behind umlauts", head + "  scaleTargetRef: {kind: \"D\xc3\xa4\", nam: x}\n", "unknown-field", 6, 32},
        {"item of a list", head + "  metrics:\n  - typ: Resource\n", "unknown-field", 7, 5},
        {"wrong type", head + "  maxReplicas: \"5\"\n", "wrong-type", 6, 3},
        {"a word that YAML reads as false", "apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: a\n  namespace: n\n", "wrong-type", 5, 3},
        {"newer field", head + "  quantumEntanglement: on\n", "unknown-field", 6, 3},
        {"by an anchor", head + "  behavior:\n    scaleUp: &rules {polices: []}\n    scaleDown: *rules\n", "unknown-field", 7, 22},
        {"other kind", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n", "unknown-kind", 2, 1},
        {"plain text", "just some words\n", "incomplete-manifest", 1, 1},
        {"second document", head + "  maxReplicas: 5\n---\n# b\n" + head + "  maxReplica: 5\n", "unknown-field", 14, 3},
    };
}

} // namespace loadline::test
