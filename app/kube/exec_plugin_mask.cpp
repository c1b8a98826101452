// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_mask.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace loadline {
namespace {

constexpr std::size_t shortestKnown = 4; // shorter values would blot out ordinary words

const QRegularExpression& escapes()
{
    static const QRegularExpression pattern(QStringLiteral(
        "\x1b\\[[0-9;:<=>?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(\x07|\x1b\\\\)?|\x1b[()#][0-9A-Za-z]|\x1b."));
    return pattern;
}

const QRegularExpression& controls()
{
    static const QRegularExpression pattern(QStringLiteral("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x{80}-\\x{9f}]"));
    return pattern;
}

struct Rule {
    QRegularExpression pattern;
    QString replacement;
};

// JSON web tokens, PEM private keys, the tokens of EKS, and what follows the word Bearer.
const std::vector<Rule>& certain()
{
    static const std::vector<Rule> rules {
        {QRegularExpression(QStringLiteral("eyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*){1,4}")), QStringLiteral("***")},
        {QRegularExpression(QStringLiteral("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)"),
             QRegularExpression::DotMatchesEverythingOption),
            QStringLiteral("***")},
        {QRegularExpression(QStringLiteral("k8s-aws-v1\\.[A-Za-z0-9_=-]*")), QStringLiteral("***")},
        {QRegularExpression(
             QStringLiteral("\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}"), QRegularExpression::CaseInsensitiveOption),
            QStringLiteral("\\1 ***")},
    };
    return rules;
}

// token=..., "password": "...", the credentials in a URL, and long runs that no word or path has.
const std::vector<Rule>& likely()
{
    static const std::vector<Rule> rules {
        {QRegularExpression(
             QStringLiteral("((?:token|password|passwd|secret|api[_-]?key|access[_-]?key(?:[_-]?id)?|assertion|"
                            "samlresponse|[?&]code)[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"'&,;}]{4,}"),
             QRegularExpression::CaseInsensitiveOption),
            QStringLiteral("\\1***")},
        {QRegularExpression(QStringLiteral("(://[^/@\\s:]*:)[^/@\\s]+@")), QStringLiteral("\\1***@")},
        {QRegularExpression(QStringLiteral("(?<![A-Za-z0-9+/=_.-])(?=[A-Za-z+/_=-]*[0-9])[A-Za-z0-9+/_-]{40,}={0,2}")),
            QStringLiteral("***")},
        {QRegularExpression(QStringLiteral("\\b(AKIA|ASIA)[A-Z0-9]{12,}")), QStringLiteral("***")},
    };
    return rules;
}

void replaceKnown(QString& text, const std::vector<Secret>& known)
{
    for (const Secret& secret : known)
        if (secret.reveal().size() >= shortestKnown)
            text.replace(QString::fromStdString(secret.reveal()), QStringLiteral("***"));
}

void apply(QString& text, const std::vector<Rule>& rules)
{
    for (const Rule& rule : rules)
        text.replace(rule.pattern, rule.replacement);
}

} // namespace

std::string terminalText(std::string text)
{
    QString whole = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    whole.remove(escapes());
    whole.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    // A lone carriage return starts the line again, as progress bars do.
    static const QRegularExpression overwritten(QStringLiteral("[^\n\r]*\r+(?=[^\n])"));
    whole.remove(overwritten);
    whole.remove(QLatin1Char('\r'));
    whole.remove(controls());
    return whole.toStdString();
}

std::string masked(std::string text, const std::vector<Secret>& known)
{
    QString whole = QString::fromStdString(text);
    replaceKnown(whole, known);
    apply(whole, certain());
    apply(whole, likely());
    return whole.toStdString();
}

std::string maskedLightly(std::string text, const std::vector<Secret>& known)
{
    QString whole = QString::fromStdString(text);
    replaceKnown(whole, known);
    apply(whole, certain());
    return whole.toStdString();
}

} // namespace loadline
