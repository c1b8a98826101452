// SPDX-License-Identifier: GPL-3.0-or-later
// Reads lists of pods in pages of 500, as the feed does: how long it takes and what is kept for each pod.
//
//     bench_read_pods [PODS...]      (10000 and 100000 unless given; build without sanitizers)
#include "../support/fixtures.h"
#include "catalog/kind.h"
#include "cluster/pod.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace loadline;

namespace {

constexpr std::size_t podsPerPage = 500;
constexpr std::size_t podsPerOwner = 100;

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// A pod of the recordings with its names changed, so that sizes and fields are those of a real API server.
struct Sample {
    std::string text, ns, owner, name, node, app;
};

Sample sampleOf(Json list)
{
    Sample sample;
    list["items"].eachItem([&](Json item) {
        const Json meta = item["metadata"];
        if (item["status"]["phase"].text() == "Running" && item["spec"]["containers"].size() == 2 && sample.text.empty())
            sample = {item.dump(), meta["namespace"].str(), meta["ownerReferences"].at(0)["name"].str(), meta["name"].str(),
                item["spec"]["nodeName"].str(), meta["labels"]["app"].str()};
    });
    return sample;
}

std::string podText(const Sample& sample, std::size_t index)
{
    const std::size_t owner = index / podsPerOwner;
    const std::string app = "service-" + std::to_string(owner);
    const std::string replicaSet = app + "-799f49fd9d";
    std::string text = sample.text;
    replaceAll(text, sample.name, replicaSet + "-" + std::to_string(10000 + index));
    replaceAll(text, sample.owner, replicaSet);
    replaceAll(text, "\"" + sample.app + "\"", "\"" + app + "\"");
    replaceAll(text, "\"" + sample.ns + "\"", "\"team-" + std::to_string(owner % 40) + "\"");
    replaceAll(text, "\"" + sample.node + "\"", "\"node-" + std::to_string(index % 1000) + "\"");
    return text;
}

std::string pageOf(const Sample& sample, std::size_t first, std::size_t count)
{
    std::string page = R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"931"},"items":[)";
    for (std::size_t i = first; i < std::min(first + podsPerPage, count); ++i)
        page += (i == first ? "" : ",") + podText(sample, i);
    return page + "]}";
}

std::size_t heap()
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

bool measure(const Sample& sample, std::size_t count)
{
    using Clock = std::chrono::steady_clock;
    Clock::duration spent {};
    std::size_t bytes = 0;
    const std::size_t before = heap();
    Interner interner;
    ObjectTable table;
    table.reserve(count);
    {
        ParseContext context {interner};
        JsonDocument document;
        for (std::size_t first = 0; first < count; first += podsPerPage) {
            std::string page = pageOf(sample, first, count);
            bytes += page.size();
            const auto start = Clock::now();
            const auto root = document.parse(page);
            if (!root)
                return false;
            (*root)["items"].eachItem([&](Json item) {
                if (auto pod = kindOf(KindId::Pod).parse(item, context))
                    table.push_back(*std::move(pod));
            });
            spent += Clock::now() - start;
        }
    }
    const std::size_t kept = heap() - before;
    const double millis = std::chrono::duration<double, std::milli>(spent).count();
    std::printf("%zu pods: %.1f MB read in %.0f ms (%.0f MB/s), %.0f bytes kept for each (limit 500)\n", table.size(),
        static_cast<double>(bytes) / 1e6, millis, static_cast<double>(bytes) / 1e3 / millis,
        static_cast<double>(kept) / static_cast<double>(count));
    return table.size() == count && kept <= 500 * count;
}

} // namespace

int main(int argc, char** argv)
{
    JsonDocument document;
    const std::string list = recording("pods-list.json");
    const auto root = document.parse(std::string_view(list));
    const Sample sample = root ? sampleOf(*root) : Sample {};
    if (sample.text.empty()) {
        std::fputs("no recording of a running pod with two containers\n", stderr);
        return 2;
    }
    bool good = true;
    for (int i = 1; i < argc; ++i)
        good = measure(sample, std::strtoul(argv[i], nullptr, 10)) && good;
    if (argc == 1)
        good = measure(sample, 10'000) && measure(sample, 100'000);
    return good ? 0 : 1;
}
