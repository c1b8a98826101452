// SPDX-License-Identifier: GPL-3.0-or-later
// The binary form of a day: magic, version, a table of texts, then everything as varints, and a checksum. Signed
// numbers are zigzagged; times of runs are differences, so that a run takes about four bytes.
#include "cost/ledger_day.h"

#include <algorithm>
#include <map>

namespace loadline {
namespace {

constexpr std::string_view magic = "LLUD";
constexpr unsigned char version = 4, withoutSchedules = 3;
constexpr std::size_t checksumSize = 4;
constexpr Int128 mostNano = Int128(1'000'000'000) << 60; // an exbibyte

std::uint32_t checksum(std::string_view bytes)
{
    std::uint32_t hash = 2166136261u; // FNV-1a
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

class Writer {
public:
    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            out += static_cast<char>(0x80 | (value & 0x7F));
        out += static_cast<char>(value);
    }
    void text(const std::string& value) { number(texts.emplace(value, texts.size()).first->second); }
    void amount(const std::optional<Money>& value)
    {
        number(value ? 1 : 0);
        if (!value)
            return;
        const bool minus = value->negative();
        const Int128 pico = minus ? -value->pico() : value->pico();
        number(minus ? 1 : 0);
        number(static_cast<std::uint64_t>(pico >> 62));
        number(static_cast<std::uint64_t>(pico & ((Int128(1) << 62) - 1)));
    }
    void runs(const std::vector<CountRun>& all)
    {
        number(all.size());
        std::int32_t at = 0;
        for (const CountRun& run : all) {
            number(static_cast<std::uint64_t>(run.from - at));
            number(static_cast<std::uint64_t>(run.to - run.from));
            number(static_cast<std::uint64_t>(run.count));
            at = run.to;
        }
    }
    void size(const ReplicaSize& size)
    {
        for (const auto* part : {&size.cpu, &size.memory, &size.gpu}) {
            const Int128 nano = *part ? std::clamp((*part)->nano(), Int128(0), mostNano) : Int128(0);
            number(*part ? 1 : 0);
            if (!*part)
                continue;
            number(static_cast<std::uint64_t>(nano / 1'000'000'000));
            number(static_cast<std::uint64_t>(nano % 1'000'000'000));
        }
    }
    void replicas(const std::optional<std::int32_t>& value) { number(value ? static_cast<std::uint64_t>(*value) + 1 : 0); }
    std::string out;
    std::map<std::string, std::uint64_t> texts;
};

void writeMachine(Writer& to, const MachineDay& day)
{
    const Machine& machine = day.machine;
    for (const auto* text : {&machine.provider, &machine.region, &machine.zone, &machine.instanceType, &machine.pool})
        to.text(*text);
    to.number(static_cast<std::uint64_t>(machine.capacity));
    to.amount(day.price.hourly);
    to.amount(day.price.onDemandHourly);
    to.number(static_cast<std::uint64_t>(day.price.source) * 2 + (day.price.estimated ? 1 : 0));
    to.text(day.price.detail);
    to.text(day.price.asOf);
    to.amount(day.spotHourly);
    to.number(static_cast<std::uint64_t>(day.priced.from));
    to.number(static_cast<std::uint64_t>(day.priced.to));
    to.runs(day.runs);
}

void writeWorkload(Writer& to, const WorkloadDay& day)
{
    for (const auto* text : {&day.ns, &day.kind, &day.name})
        to.text(*text);
    to.number(static_cast<std::uint64_t>(day.scaledBy));
    to.amount(day.replicaHourly);
    to.replicas(day.minReplicas);
    to.replicas(day.maxReplicas);
    to.runs(day.runs);
    to.runs(day.waiting);
    to.size(day.size);
    to.replicas(day.scheduled);
}

// Reads until something is wrong; from then on everything reads as nothing.
class Reader {
public:
    explicit Reader(std::string_view bytes)
        : rest_(bytes)
    {
    }
    [[nodiscard]] bool fine() const { return fine_; }
    void refuse() { fail(); }
    [[nodiscard]] bool atEnd() const { return rest_.empty(); }
    std::uint64_t number(std::uint64_t most = ~std::uint64_t(0))
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; fine_ && shift < 64; shift += 7) {
            if (rest_.empty())
                return fail();
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t(byte & 0x7Fu) << shift;
            if (byte < 0x80)
                return value <= most ? value : fail();
        }
        return fail();
    }
    // How many of something follow, each of at least `size` bytes.
    std::size_t count(std::size_t size = 1) { return number(rest_.size() / size + 1); }
    std::string bytes(std::size_t length)
    {
        if (!fine_ || length > rest_.size()) {
            fail();
            return {};
        }
        std::string taken(rest_.substr(0, length));
        rest_.remove_prefix(length);
        return taken;
    }
    void readTexts()
    {
        texts_.resize(count());
        for (std::string& text : texts_)
            text = bytes(number(rest_.size()));
    }
    std::string text()
    {
        const std::size_t index = number();
        return fine_ && index < texts_.size() ? texts_[index] : (fail(), std::string());
    }
    template <class Enum>
    Enum one(Enum last)
    {
        return static_cast<Enum>(number(static_cast<std::uint64_t>(last)));
    }
    std::optional<Money> amount()
    {
        if (number(1) == 0)
            return {};
        const bool minus = number(1) == 1;
        const auto high = Int128(number((std::uint64_t(1) << 62) - 1));
        const Int128 pico = (high << 62) | Int128(number((std::uint64_t(1) << 62) - 1));
        if (!fine_ || pico > Money::fromWhole(1'000'000'000'000'000).pico())
            return fail(), std::nullopt;
        return Money::fromPico(minus ? -pico : pico);
    }
    std::vector<CountRun> runs(bool zeroToo)
    {
        std::vector<CountRun> all(count(3));
        std::int32_t at = 0;
        for (CountRun& run : all) {
            run.from = at + std::int32_t(number(std::uint64_t(dayLength.count() - at)));
            run.to = run.from + std::int32_t(number(std::uint64_t(dayLength.count() - run.from)));
            run.count = std::int32_t(number(1'000'000'000));
            if (run.from >= run.to || (!zeroToo && run.count == 0))
                fail();
            if (!fine_)
                return {};
            at = run.to;
        }
        return all;
    }
    ReplicaSize size()
    {
        ReplicaSize size;
        for (auto* part : {&size.cpu, &size.memory, &size.gpu})
            if (number(1) == 1) {
                const auto whole = Int128(number(std::uint64_t(1) << 60));
                *part = Quantity::fromNano(whole * 1'000'000'000 + Int128(number(999'999'999)));
            }
        return size;
    }
    std::optional<std::int32_t> replicas()
    {
        const std::uint64_t value = number(2'147'483'647);
        return value == 0 ? std::nullopt : std::optional(static_cast<std::int32_t>(value - 1));
    }

private:
    std::uint64_t fail()
    {
        fine_ = false;
        rest_ = {};
        return 0;
    }
    std::string_view rest_;
    std::vector<std::string> texts_;
    bool fine_ = true;
};

MachineDay readMachine(Reader& from)
{
    MachineDay day;
    Machine& machine = day.machine;
    for (auto* text : {&machine.provider, &machine.region, &machine.zone, &machine.instanceType, &machine.pool})
        *text = from.text();
    machine.capacity = from.one(CapacityType::Reserved);
    day.price.hourly = from.amount();
    day.price.onDemandHourly = from.amount();
    const std::uint64_t source = from.number(static_cast<std::uint64_t>(PriceSource::Unknown) * 2 + 1);
    day.price.source = static_cast<PriceSource>(source / 2);
    day.price.estimated = source % 2 == 1;
    day.price.detail = from.text();
    day.price.asOf = from.text();
    day.spotHourly = from.amount();
    const auto dayEnd = static_cast<std::uint64_t>(dayLength.count());
    day.priced.from = static_cast<std::int32_t>(from.number(dayEnd));
    day.priced.to = static_cast<std::int32_t>(from.number(dayEnd));
    day.runs = from.runs(false);
    if (day.priced.from > day.priced.to
        || (!day.runs.empty() && (day.runs.front().from < day.priced.from || day.runs.back().to > day.priced.to)))
        from.refuse();
    return day;
}

WorkloadDay readWorkload(Reader& from, unsigned char written)
{
    WorkloadDay day;
    for (auto* text : {&day.ns, &day.kind, &day.name})
        *text = from.text();
    day.scaledBy = from.one(ScaledBy::Cron);
    day.replicaHourly = from.amount();
    day.minReplicas = from.replicas();
    day.maxReplicas = from.replicas();
    day.runs = from.runs(true);
    day.waiting = from.runs(false);
    day.size = from.size();
    if (written > withoutSchedules)
        day.scheduled = from.replicas();
    return day;
}

std::vector<DaySpan> readCoverage(Reader& from)
{
    std::vector<DaySpan> covered;
    for (const CountRun& run : from.runs(true))
        covered.push_back({run.from, run.to});
    return covered;
}

Error damaged()
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "A kept day of the ledger is damaged."), {},
            LOADLINE_TR("Error", "It is read from its source again."), {}};
}

} // namespace

std::string writeUsageDay(const UsageDay& day)
{
    Writer body;
    body.number(static_cast<std::uint64_t>(midnight(day.day).time_since_epoch() / dayLength + 1'000'000));
    body.number(static_cast<std::uint64_t>(day.origin));
    std::vector<CountRun> covered;
    for (const DaySpan& span : day.covered)
        covered.push_back({span.from, span.to, 0});
    body.runs(covered);
    body.number(day.machines.size());
    for (const MachineDay& machine : day.machines)
        writeMachine(body, machine);
    body.number(day.workloads.size());
    for (const WorkloadDay& workload : day.workloads)
        writeWorkload(body, workload);
    Writer head;
    std::vector<const std::string*> texts(body.texts.size());
    for (const auto& [text, index] : body.texts)
        texts[index] = &text;
    head.number(texts.size());
    for (const std::string* text : texts) {
        head.number(text->size());
        head.out += *text;
    }
    std::string out = std::string(magic) + static_cast<char>(version) + head.out + body.out;
    const std::uint32_t sum = checksum(out);
    for (unsigned shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(sum >> shift & 0xFFu);
    return out;
}

Result<UsageDay> readUsageDay(std::string_view bytes)
{
    if (bytes.size() < magic.size() + 1 + checksumSize || !bytes.starts_with(magic))
        return damaged();
    const auto written = static_cast<unsigned char>(bytes[magic.size()]);
    if (written != version && written != withoutSchedules)
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "A kept day of the ledger is of another version."), {},
                      LOADLINE_TR("Error", "It is read from its source again."), {}};
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < checksumSize; ++i)
        sum |= std::uint32_t(static_cast<unsigned char>(bytes[bytes.size() - checksumSize + i])) << (8 * i);
    bytes.remove_suffix(checksumSize);
    if (checksum(bytes) != sum)
        return damaged();
    bytes.remove_prefix(magic.size() + 1);
    Reader from(bytes);
    from.readTexts();
    UsageDay day;
    day.day = TimePoint(dayLength * (std::int64_t(from.number(2'000'000)) - 1'000'000));
    day.origin = from.one(SeriesOrigin::Simulated);
    day.covered = readCoverage(from);
    for (std::size_t left = from.count(12); left > 0 && from.fine(); --left)
        day.machines.push_back(readMachine(from));
    for (std::size_t left = from.count(11); left > 0 && from.fine(); --left)
        day.workloads.push_back(readWorkload(from, written));
    if (!from.fine() || !from.atEnd())
        return damaged();
    return day;
}

} // namespace loadline
