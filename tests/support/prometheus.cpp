// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/prometheus.h"

#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <array>
#include <charconv>
#include <cmath>

namespace loadline::test {

void BackfilledSeries::add(const std::string& selector, const Value& value, TimeRange part)
{
    std::array<char, 32> buffer {};
    for (TimePoint at = range_.from; at <= range_.to; at += interval_) {
        if (!part.contains(at))
            continue;
        const double number = value(at);
        if (std::isnan(number))
            continue;
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
        text_ += selector;
        text_ += ' ';
        text_.append(buffer.data(), end);
        text_ += ' ';
        text_ += std::to_string(at.time_since_epoch().count() / 1000);
        text_ += '\n';
    }
}

void BackfilledSeries::add(const std::string& selector, const Value& value)
{
    add(selector, value, range_);
}

void BackfilledSeries::add(const std::string& selector, double value)
{
    add(selector, [value](TimePoint) { return value; });
}

namespace {

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : 0;
}

bool write(const QString& path, const std::string& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.data(), static_cast<qint64>(text.size())) >= 0;
}

bool isReady(int port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(port));
    if (!socket.waitForConnected(200))
        return false;
    socket.write("GET /-/ready HTTP/1.0\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(500))
        answer += socket.readAll();
    return answer.startsWith("HTTP/1.0 200") || answer.startsWith("HTTP/1.1 200");
}

} // namespace

std::unique_ptr<PrometheusServer> PrometheusServer::start(
    const BackfilledSeries& series, std::string& why, const QStringList& arguments)
{
    const auto prometheus = QStandardPaths::findExecutable(QStringLiteral("prometheus"));
    const auto promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
    if (prometheus.isEmpty() || promtool.isEmpty()) {
        why = "the package prometheus is not installed";
        return nullptr;
    }
    std::unique_ptr<PrometheusServer> server(new PrometheusServer);
    const auto metrics = server->dir_.filePath(QStringLiteral("series.om"));
    const auto config = server->dir_.filePath(QStringLiteral("prometheus.yml"));
    const auto blocks = server->dir_.filePath(QStringLiteral("blocks"));
    why = "the series cannot be written";
    if (!server->dir_.isValid() || !write(metrics, series.text()) || !write(config, "global: {}\n"))
        return nullptr;
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    tool.start(promtool,
        {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("--max-block-duration=768h"),
            QStringLiteral("openmetrics"), metrics, blocks});
    if (!tool.waitForFinished(120'000) || tool.exitCode() != 0) {
        why = "promtool: " + tool.readAll().toStdString();
        return nullptr;
    }
    server->port_ = freePort();
    server->process_.setStandardErrorFile(server->dir_.filePath(QStringLiteral("log")));
    server->process_.start(prometheus,
        QStringList {QStringLiteral("--config.file=") + config, QStringLiteral("--storage.tsdb.path=") + blocks,
            QStringLiteral("--storage.tsdb.retention.time=10y"),
            QStringLiteral("--web.listen-address=127.0.0.1:") + QString::number(server->port_)}
            + arguments);
    for (int tries = 0; tries < 300; ++tries) {
        if (server->process_.state() == QProcess::NotRunning && tries > 10)
            break;
        if (isReady(server->port_))
            return server;
        QThread::msleep(100);
    }
    why = "prometheus did not start";
    return nullptr;
}

PrometheusServer::~PrometheusServer()
{
    process_.terminate();
    if (!process_.waitForFinished(5000))
        process_.kill();
    process_.waitForFinished(5000);
}

} // namespace loadline::test
