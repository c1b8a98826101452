// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <string>

namespace loadline::test {

// Writes series in the OpenMetrics text that promtool makes blocks of.
class BackfilledSeries {
public:
    // A value per moment from `range.from` to `range.to`; NaN leaves the sample out.
    using Value = std::function<double(TimePoint)>;
    BackfilledSeries(TimeRange range, Millis interval)
        : range_(range)
        , interval_(interval)
    {
    }
    // `selector` as in PromQL: name{label="value"}.
    void add(const std::string& selector, const Value& value);
    void add(const std::string& selector, const Value& value, TimeRange part);
    void add(const std::string& selector, double value);
    [[nodiscard]] const TimeRange& range() const { return range_; }
    [[nodiscard]] std::string text() const { return text_ + "# EOF\n"; }

private:
    TimeRange range_;
    Millis interval_;
    std::string text_;
};

// A real Prometheus on a loopback port with backfilled series, in a directory that goes with it.
class PrometheusServer {
public:
    // Null where Debian's package prometheus is missing or does not start; `why` says so.
    static std::unique_ptr<PrometheusServer> start(
        const BackfilledSeries& series, std::string& why, const QStringList& arguments = {});
    ~PrometheusServer();
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    PrometheusServer() = default;
    QTemporaryDir dir_;
    QProcess process_;
    int port_ = 0;
};

} // namespace loadline::test
