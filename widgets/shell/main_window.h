// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "shell/command_palette.h"
#include "shell/shell_state.h"

#include <QHash>
#include <QWidget>

#include <functional>
#include <vector>

class QStackedWidget;

namespace loadline {

class BannerStack;
class ContextBar;
class Drawer;
class PromptPanel;
class Sidebar;
class WorkStrip;

// A page as the window knows it: made when it is first shown.
struct PageEntry {
    QString id; // "hpa", as Page::id()
    QString title; // in the sidebar: "HPA"
    QString icon; // name of a theme icon
    std::function<Page*(QWidget* parent)> make;
};

// The frame around the pages: it hosts THE list of pages and knows none of them. Values in by setters, intents out by
// signals; desk connects them.
class MainWindow : public QWidget {
    Q_OBJECT
public:
    explicit MainWindow(std::vector<PageEntry> pages, QWidget* parent = nullptr);
    ~MainWindow() override;

    void setShellState(const ShellState& state);
    void setBadge(const QString& pageId, int count, int attention); // also of a page not yet made; count -1: not known
    void setObjects(std::vector<PaletteItem> objects); // what the palette finds beside pages and commands

    void showPage(const QString& id); // unknown ids are ignored
    void showRow(const QString& pageId, const QString& rowId); // goes there and selects
    [[nodiscard]] Page* currentPage() const; // null before the first showPage
    Page* page(const QString& id); // makes it if need be; null for unknown ids
    [[nodiscard]] std::vector<Page*> madePages() const;

    void banner(const BannerMessage& message);
    void banner(const QString& text, const QString& hint, BannerMessage::Kind kind);
    void withdrawBanner(const QString& id);
    void ask(const PromptState& prompt); // again with the same id: more text
    void closePrompt(const QString& id);
    void openDrawer(QWidget* content); // beside the page, over its right half; becomes the window's
    void closeDrawer();
    void editPrometheus(const PrometheusForm& form); // opens the form; answers with prometheusChosen

    // Geometry, the current page and each page's own state (columns, sorting, splitter).
    [[nodiscard]] QByteArray saveState() const;
    bool restoreState(const QByteArray& state);

Q_SIGNALS:
    void pageMade(loadline::Page* page); // connect it and give it its values
    void pageShown(const QString& id);
    void contextToggled(const QString& name, bool open);
    void namespacesChosen(const QString& context, const QStringList& namespaces); // empty: all
    void readOnlyChosen(const QString& context, bool readOnly); // a wish: desk asks once more before it allows changes
    void rangeChosen(const loadline::RangeChoice& choice);
    void refreshWanted();
    void exportWanted(const QString& pageId, const loadline::ExportWish& wish);
    void drawerCloseWanted(); // Esc in it
    void prometheusSettingsWanted(const QString& context);
    void prometheusSearchWanted(const QString& context);
    void prometheusChosen(const loadline::PrometheusForm& form);
    void themeChosen(loadline::ThemeChoice theme);
    void utcChosen(bool utc);
    void workCancelled(const QString& id);
    void promptAnswered(const QString& id, const QString& answer);
    void promptCancelled(const QString& id);
    void bannerAction(const QString& id);
    void filesDropped(const QStringList& files); // anywhere on the window
    void paletteOpened(); // the moment to hand setObjects what there is now

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void addShortcuts();
    void connectBar();
    void made(Page* page);
    void run(const QString& command); // of commands.h, or "page:hpa", "context:prod", "row:hpa/..."
    void openPalette();
    [[nodiscard]] std::vector<PaletteItem> paletteItems() const;

    std::vector<PageEntry> entries_;
    QHash<QString, Page*> pages_;
    QHash<QString, QByteArray> pageStates_; // of pages not made yet
    ShellState state_;
    std::vector<PaletteItem> objects_;
    QString current_;
    ContextBar* bar_ = nullptr;
    Sidebar* sidebar_ = nullptr;
    BannerStack* banners_ = nullptr;
    PromptPanel* prompt_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    WorkStrip* work_ = nullptr;
    Drawer* drawer_ = nullptr;
    CommandPalette* palette_ = nullptr;
};

} // namespace loadline
