// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/prometheus_dialog.h"

#include "grid/cards.h"
#include "theme/measure.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace loadline {
namespace {

QLineEdit* line(const QString& name, const QString& example, QWidget* parent)
{
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(example);
    return edit;
}

QString headerLines(const std::vector<std::pair<QString, QString>>& headers)
{
    QStringList lines;
    for (const auto& [name, value] : headers)
        lines << name + QStringLiteral(": ") + value;
    return lines.join(QLatin1Char('\n'));
}

std::vector<std::pair<QString, QString>> parseHeaders(const QString& text)
{
    std::vector<std::pair<QString, QString>> headers;
    for (const auto& one : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (one.trimmed().isEmpty())
            continue;
        const auto colon = one.indexOf(QLatin1Char(':'));
        headers.emplace_back((colon < 0 ? one : one.left(colon)).trimmed(), colon < 0 ? QString() : one.mid(colon + 1).trimmed());
    }
    return headers;
}

bool isToken(const QString& name)
{
    // RFC 9110: a header's name is a token.
    static const QString others = QStringLiteral("!#$%&'*+-.^_`|~");
    if (name.isEmpty())
        return false;
    for (const QChar c : name)
        if (c.unicode() > 126 || !(c.isLetterOrNumber() || others.contains(c)))
            return false;
    return true;
}

} // namespace

QString faultOf(const PrometheusForm& form)
{
    if (form.use != PrometheusForm::Use::ByHand)
        return {};
    const QUrl url(form.url, QUrl::StrictMode);
    if (form.url.isEmpty() || !url.isValid() || url.host().isEmpty()
        || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return PrometheusDialog::tr("Give a URL with http:// or https:// and a host, such as https://prometheus.example.com.");
    if (!url.userInfo().isEmpty())
        return PrometheusDialog::tr("Put user and password into their fields, not into the URL.");
    if (!form.pathPrefix.isEmpty() && !form.pathPrefix.startsWith(QLatin1Char('/')))
        return PrometheusDialog::tr("The path prefix begins with a slash.");
    if (form.auth != PrometheusForm::Auth::None && form.secret.empty() && !form.secretStored)
        return form.auth == PrometheusForm::Auth::Bearer ? PrometheusDialog::tr("Give the bearer token.")
                                                         : PrometheusDialog::tr("Give the password.");
    if (form.auth == PrometheusForm::Auth::Basic && form.user.isEmpty())
        return PrometheusDialog::tr("Give the user name.");
    for (const auto& [name, value] : form.headers)
        if (!isToken(name) || value.isEmpty())
            return PrometheusDialog::tr("Write each header as \u201cName: value\u201d, one a line.");
    if (!form.matcher.isEmpty() && !form.matcher.contains(QLatin1Char('=')))
        return PrometheusDialog::tr("Write the cluster matcher as label=\"value\", such as cluster=\"eu-1\".");
    return {};
}

PrometheusDialog::PrometheusDialog(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Prometheus"));
    build();
}

void PrometheusDialog::build()
{
    auto* column = new QVBoxLayout(this);
    intro_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    column->addWidget(intro_);
    auto* top = new QFormLayout;
    use_ = new QComboBox(this);
    use_->addItem(tr("Find it in the cluster"), int(PrometheusForm::Use::Search));
    use_->addItem(tr("Use this one"), int(PrometheusForm::Use::ByHand));
    use_->addItem(tr("Use none"), int(PrometheusForm::Use::None));
    use_->setAccessibleName(tr("Source of history"));
    top->addRow(tr("&Source of history"), use_);
    column->addLayout(top);
    fields_ = new QWidget(this);
    layout_ = new QFormLayout(fields_);
    layout_->setContentsMargins(0, 0, 0, 0);
    url_ = line(tr("URL"), QStringLiteral("https://prometheus.example.com"), fields_);
    prefix_ = line(tr("Path prefix"), QStringLiteral("/select/0/prometheus"), fields_);
    auth_ = new QComboBox(fields_);
    auth_->setAccessibleName(tr("Authentication"));
    auth_->addItem(tr("None"), int(PrometheusForm::Auth::None));
    auth_->addItem(tr("Bearer token"), int(PrometheusForm::Auth::Bearer));
    auth_->addItem(tr("User and password"), int(PrometheusForm::Auth::Basic));
    user_ = line(tr("User"), {}, fields_);
    secret_ = line(tr("Token or password"), {}, fields_);
    secret_->setEchoMode(QLineEdit::Password);
    headers_ = new QPlainTextEdit(fields_);
    headers_->setAccessibleName(tr("Headers, one a line"));
    headers_->setPlaceholderText(QStringLiteral("X-Scope-OrgID: team-a"));
    headers_->setTabChangesFocus(true);
    headers_->setFixedHeight(scaled(64, font()));
    caFile_ = line(tr("CA file"), tr("PEM file; empty: the system's"), fields_);
    matcher_ = line(tr("Cluster matcher"), QStringLiteral("cluster=\"eu-1\""), fields_);
    layout_->addRow(tr("&URL"), url_);
    layout_->addRow(tr("Path &prefix"), prefix_);
    layout_->addRow(tr("&Authentication"), auth_);
    layout_->addRow(tr("Us&er"), user_);
    layout_->addRow(tr("&Token or password"), secret_);
    layout_->addRow(tr("&Headers"), headers_);
    layout_->addRow(tr("&CA file"), caFile_);
    layout_->addRow(tr("Cluster &matcher"), matcher_);
    column->addWidget(fields_);
    complaint_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Body, this);
    complaint_->hide();
    column->addWidget(complaint_);
    auto* note = new ToneLabel(
        tr("Tokens and passwords go into the desktop's keyring, never into a settings file."), Tone::Muted, ToneLabel::Size::Small, this);
    column->addWidget(note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Use"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PrometheusDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PrometheusDialog::reject);
    connect(use_, &QComboBox::currentIndexChanged, this, &PrometheusDialog::showFields);
    connect(auth_, &QComboBox::currentIndexChanged, this, &PrometheusDialog::showFields);
    setMinimumWidth(scaled(520, font()));
}

void PrometheusDialog::setForm(const PrometheusForm& form)
{
    before_ = form;
    intro_->setText(tr("Where charts of %1 take their history from.").arg(form.context));
    use_->setCurrentIndex(use_->findData(int(form.use)));
    url_->setText(form.url);
    prefix_->setText(form.pathPrefix);
    auth_->setCurrentIndex(auth_->findData(int(form.auth)));
    user_->setText(form.user);
    secret_->clear();
    secret_->setPlaceholderText(form.secretStored ? tr("stored in the keyring; type to replace it") : QString());
    headers_->setPlainText(headerLines(form.headers));
    caFile_->setText(form.caFile);
    matcher_->setText(form.matcher);
    complaint_->hide();
    showFields();
}

PrometheusForm PrometheusDialog::form() const
{
    PrometheusForm form = before_;
    form.use = PrometheusForm::Use(use_->currentData().toInt());
    form.url = url_->text().trimmed();
    form.pathPrefix = prefix_->text().trimmed();
    form.auth = PrometheusForm::Auth(auth_->currentData().toInt());
    form.user = user_->text();
    form.secret = Secret(secret_->text().toStdString());
    // A secret of another kind of authentication is not this one.
    form.secretStored = before_.secretStored && form.auth == before_.auth;
    form.headers = parseHeaders(headers_->toPlainText());
    form.caFile = caFile_->text().trimmed();
    form.matcher = matcher_->text().trimmed();
    return form;
}

void PrometheusDialog::showFields()
{
    const bool byHand = PrometheusForm::Use(use_->currentData().toInt()) == PrometheusForm::Use::ByHand;
    const auto auth = PrometheusForm::Auth(auth_->currentData().toInt());
    fields_->setVisible(byHand);
    layout_->setRowVisible(user_, auth == PrometheusForm::Auth::Basic);
    layout_->setRowVisible(secret_, auth != PrometheusForm::Auth::None);
    adjustSize();
}

void PrometheusDialog::accept()
{
    const auto given = form();
    const QString fault = faultOf(given);
    complaint_->setText(fault);
    complaint_->setVisible(!fault.isEmpty());
    if (!fault.isEmpty())
        return;
    secret_->clear();
    Q_EMIT chosen(given);
    QDialog::accept();
}

} // namespace loadline
