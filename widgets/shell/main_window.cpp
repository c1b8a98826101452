// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/main_window.h"

#include "shell/banner.h"
#include "shell/commands.h"
#include "shell/context_bar.h"
#include "shell/drawer.h"
#include "shell/file_drops.h"
#include "shell/help_panel.h"
#include "shell/prometheus_dialog.h"
#include "shell/prompt_panel.h"
#include "shell/sidebar.h"
#include "shell/work_strip.h"
#include "shell/window_state.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

MainWindow::MainWindow(std::vector<PageEntry> pages, QWidget* parent)
    : QWidget(parent)
    , entries_(std::move(pages))
{
    setWindowTitle(QStringLiteral("Loadline"));
    build();
    addShortcuts();
    connectBar();
    connect(new FileDrops(this), &FileDrops::dropped, this, &MainWindow::filesDropped);
    resize(1280, 800);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar_ = new ContextBar(this);
    sidebar_ = new Sidebar(this);
    banners_ = new BannerStack(this);
    prompt_ = new PromptPanel(this);
    stack_ = new QStackedWidget(this);
    work_ = new WorkStrip(this);
    palette_ = new CommandPalette(this);
    for (const auto& entry : entries_)
        sidebar_->addPage(entry.id, entry.title, entry.icon);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(prompt_);
    right->addWidget(banners_);
    right->addWidget(stack_, 1);
    right->addWidget(work_);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(sidebar_);
    middle->addLayout(right, 1);
    column->addWidget(bar_);
    column->addLayout(middle, 1);
    drawer_ = new Drawer(stack_);
}

void MainWindow::connectBar()
{
    connect(bar_, &ContextBar::contextToggled, this, &MainWindow::contextToggled);
    connect(bar_, &ContextBar::namespacesChosen, this, &MainWindow::namespacesChosen);
    connect(bar_, &ContextBar::rangeChosen, this, &MainWindow::rangeChosen);
    connect(bar_, &ContextBar::prometheusSettingsWanted, this, &MainWindow::prometheusSettingsWanted);
    connect(bar_, &ContextBar::prometheusSearchWanted, this, &MainWindow::prometheusSearchWanted);
    connect(bar_, &ContextBar::commandWanted, this, &MainWindow::run);
    connect(sidebar_, &Sidebar::pageChosen, this, &MainWindow::showPage);
    connect(banners_, &BannerStack::actionWanted, this, &MainWindow::bannerAction);
    connect(prompt_, &PromptPanel::answered, this, &MainWindow::promptAnswered);
    connect(prompt_, &PromptPanel::cancelled, this, &MainWindow::promptCancelled);
    connect(work_, &WorkStrip::cancelled, this, &MainWindow::workCancelled);
    connect(drawer_, &Drawer::closeWanted, this, &MainWindow::drawerCloseWanted);
    connect(palette_, &CommandPalette::chosen, this, &MainWindow::run);
}

void MainWindow::addShortcuts()
{
    for (const auto& command : commands()) {
        if (command.id == QLatin1String("filter"))
            continue; // the filter of the page that shows listens itself
        for (const auto& keys : command.shortcuts) {
            auto* shortcut = new QShortcut(keys, this);
            connect(shortcut, &QShortcut::activated, this, [this, id = command.id] { run(id); });
        }
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(9, entries_.size()); ++i) {
        auto* shortcut = new QShortcut(QKeySequence(QKeyCombination(Qt::CTRL, Qt::Key(Qt::Key_1 + int(i)))), this);
        connect(shortcut, &QShortcut::activated, this, [this, id = entries_[i].id] { showPage(id); });
    }
}

void MainWindow::setShellState(const ShellState& state)
{
    if (state == state_)
        return;
    state_ = state;
    bar_->setState(state);
    work_->setWork(state.work);
}

void MainWindow::setBadge(const QString& pageId, int count, int attention)
{
    sidebar_->setBadge(pageId, count, attention);
}

void MainWindow::setObjects(std::vector<PaletteItem> objects)
{
    objects_ = std::move(objects);
    palette_->setItems(paletteItems());
}

Page* MainWindow::page(const QString& id)
{
    if (const auto known = pages_.constFind(id); known != pages_.constEnd())
        return *known;
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.id == id; });
    if (entry == entries_.end())
        return nullptr;
    Page* made = entry->make(stack_);
    pages_.insert(id, made);
    stack_->addWidget(made);
    connect(made, &Page::badgeChanged, this, [this, id](int count, int attention) { setBadge(id, count, attention); });
    connect(made, &Page::rowActivated, this, &MainWindow::showRow);
    connect(made, &Page::contextsWanted, bar_, &ContextBar::openContexts);
    connect(made, &Page::exportWanted, this, [this, id](const ExportWish& wish) { Q_EMIT exportWanted(id, wish); });
    connect(made, &Page::message, this, [this](const QString& text, bool isError) {
        banner(text, {}, isError ? BannerMessage::Kind::Error : BannerMessage::Kind::Info);
    });
    if (const auto state = pageStates_.take(id); !state.isEmpty())
        made->restoreState(state);
    Q_EMIT pageMade(made);
    return made;
}

void MainWindow::showPage(const QString& id)
{
    Page* next = page(id);
    Page* before = currentPage();
    if (!next || (next == before && current_ == id))
        return;
    const bool pageHadFocus = before && before->isAncestorOf(focusWidget());
    current_ = id;
    sidebar_->setCurrent(id);
    if (before)
        before->setShown(false);
    stack_->setCurrentWidget(next);
    next->setShown(true);
    if (pageHadFocus)
        next->setFocus();
    Q_EMIT pageShown(id);
}

void MainWindow::showRow(const QString& pageId, const QString& rowId)
{
    showPage(pageId);
    if (Page* target = page(pageId); target && !rowId.isEmpty())
        target->select(rowId);
}

Page* MainWindow::currentPage() const
{
    return pages_.value(current_, nullptr);
}

std::vector<Page*> MainWindow::madePages() const
{
    std::vector<Page*> made;
    for (const auto& entry : entries_)
        if (Page* one = pages_.value(entry.id, nullptr))
            made.push_back(one);
    return made;
}

void MainWindow::banner(const BannerMessage& message)
{
    banners_->put(message);
}

void MainWindow::banner(const QString& text, const QString& hint, BannerMessage::Kind kind)
{
    banners_->put({{}, kind, text, hint, {}, {}});
}

void MainWindow::withdrawBanner(const QString& id)
{
    banners_->withdraw(id);
}

void MainWindow::ask(const PromptState& prompt)
{
    prompt_->ask(prompt);
}

void MainWindow::closePrompt(const QString& id)
{
    prompt_->close(id);
}

void MainWindow::openDrawer(QWidget* content)
{
    drawer_->open(content);
}

void MainWindow::closeDrawer()
{
    drawer_->close();
}

void MainWindow::editPrometheus(const PrometheusForm& form)
{
    auto* dialog = new PrometheusDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PrometheusDialog::chosen, this, &MainWindow::prometheusChosen);
    dialog->setForm(form);
    dialog->open();
}

QByteArray MainWindow::saveState() const
{
    WindowState state {saveGeometry(), current_, pageStates_};
    for (auto it = pages_.constBegin(); it != pages_.constEnd(); ++it)
        state.pages.insert(it.key(), it.value()->saveState());
    return write(state);
}

bool MainWindow::restoreState(const QByteArray& bytes)
{
    const auto state = readWindowState(bytes);
    if (!state)
        return false;
    restoreGeometry(state->geometry);
    pageStates_ = state->pages;
    for (auto it = pages_.constBegin(); it != pages_.constEnd(); ++it)
        it.value()->restoreState(pageStates_.take(it.key()));
    if (!state->page.isEmpty())
        showPage(state->page);
    return true;
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape || !banners_->dismissNewest())
        QWidget::keyPressEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (palette_->isVisible())
        palette_->place();
}

} // namespace loadline
