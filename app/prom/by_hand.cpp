// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/by_hand.h"

#include <QFile>
#include <QUrl>

namespace loadline {

namespace {

using Kind = Error::Kind;

Result<std::string> serverOf(const QString& text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const auto scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("http") && scheme != QLatin1String("https")))
        return Error {Kind::Malformed, LOADLINE_TR("Error", "This is no address of a Prometheus: %1."), {},
            LOADLINE_TR("Error", "Write it with its scheme, for example https://prometheus.example.org/prometheus."),
            {url.toString(QUrl::RemoveUserInfo).toStdString()}};
    if (!url.userInfo().isEmpty())
        return Error {Kind::Malformed, LOADLINE_TR("Error", "The address of the Prometheus holds credentials."), {},
            LOADLINE_TR("Error", "Choose basic authentication instead; the password goes to the keyring."), {}};
    QUrl plain = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    auto path = plain.path();
    // What a copied address brings along.
    for (const auto& tail : {QStringLiteral("/graph"), QStringLiteral("/query"), QStringLiteral("/api/v1")}) {
        while (path.endsWith(QLatin1Char('/')))
            path.chop(1);
        if (path.endsWith(tail))
            path.chop(tail.size());
    }
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    plain.setPath(path);
    return plain.toString(QUrl::FullyEncoded).toStdString();
}

Result<std::pair<std::string, Secret>> headerOf(const QString& line)
{
    const auto colon = line.indexOf(QLatin1Char(':'));
    const auto name = line.left(std::max<qsizetype>(colon, 0)).trimmed();
    const bool clean = !name.isEmpty() && !name.contains(QLatin1Char(' ')) && !line.contains(QLatin1Char('\r'))
        && !line.contains(QLatin1Char('\n'));
    if (!clean) // the line may be a secret: it is not repeated
        return Error {Kind::Malformed, LOADLINE_TR("Error", "A header for Prometheus is not written as Name: value."),
            name.toStdString(), LOADLINE_TR("Error", "For example X-Scope-OrgID: team-a."), {}};
    return std::pair(name.toStdString(), Secret(line.mid(colon + 1).trimmed().toStdString()));
}

Result<std::string> readCa(const QString& path)
{
    constexpr qint64 largest = 4 << 20;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {Kind::NotFound, LOADLINE_TR("Error", "The CA file for Prometheus cannot be read: %1."),
            path.toStdString(), LOADLINE_TR("Error", "Choose a PEM file that you may read."),
            {file.errorString().toStdString()}};
    return file.read(largest).toStdString();
}

} // namespace

Result<PromByHand> promByHand(const PrometheusSetting& setting, const Secret& secret)
{
    auto server = serverOf(setting.url);
    if (!server)
        return server.error();
    Endpoint endpoint;
    endpoint.server = std::move(*server);
    endpoint.label = "Prometheus";
    if (!setting.caFile.isEmpty()) {
        auto ca = readCa(setting.caFile);
        if (!ca)
            return ca.error();
        endpoint.caPem = std::move(*ca);
    }
    PromByHand byHand;
    byHand.endpoint = std::make_shared<const Endpoint>(std::move(endpoint));
    auto lines = setting.headers;
    if (setting.login == PrometheusSetting::Login::Bearer && !secret.empty()) {
        byHand.authorization = Secret("Bearer " + secret.reveal());
    } else if (setting.login == PrometheusSetting::Login::Basic) {
        const auto pair = setting.user.toUtf8() + ':' + QByteArray::fromStdString(secret.reveal());
        byHand.authorization = Secret("Basic " + pair.toBase64().toStdString());
    } else if (setting.login == PrometheusSetting::Login::None) {
        lines += QString::fromStdString(secret.reveal()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    for (const auto& line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        auto header = headerOf(line);
        if (!header)
            return header.error();
        byHand.headers.push_back(std::move(*header));
    }
    return byHand;
}

} // namespace loadline
