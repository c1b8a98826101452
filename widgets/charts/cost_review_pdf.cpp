// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/cost_review_pdf.h"

#include "charts/review_charts.h"
#include "theme/tone.h"

#include <QBuffer>
#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostReview)
};

constexpr double margin = 42; // points
constexpr int resolution = 600;
constexpr int mostPages = 4; // what does not fit is summed up
constexpr double gap = 8; // between columns

QString longestWord(const QString& words)
{
    QString longest;
    for (const QString& word : words.split(QLatin1Char(' ')))
        longest = word.size() > longest.size() ? word : longest;
    return longest;
}

// Draws the parts of a review one under the other.
class Paper {
public:
    Paper(ReviewSheet& sheet, const CostReview& review, const CostReport& report)
        : sheet_(sheet)
        , review_(review)
        , report_(report)
    {
    }
    void paint()
    {
        title();
        cards();
        for (const QString& sentence : review_.summary)
            sheet_.paragraph(sentence, body_, 0, 5);
        heading(Words::tr("Cost over time"), 165);
        paintStack(sheet_, 145, review_, report_);
        heading(Words::tr("Where the saving comes from"), 137);
        paintWaterfall(sheet_, 112, review_, report_);
        terms();
        heading(Words::tr("Cost by %1").arg(groupTitle(report_.by).toLower()), 60);
        table(review_.groups);
        heading(Words::tr("Prices"), 60);
        table(review_.sources);
        if (!review_.machines.rows.empty())
            table(review_.machines);
        if (!review_.openCostLines.isEmpty()) {
            heading(Words::tr("OpenCost beside these figures"), 60);
            list(review_.openCostLines);
            if (!review_.openCost.rows.empty())
                table(review_.openCost);
        }
        heading(Words::tr("Assumptions"), 40);
        list(review_.assumptions);
        heading(Words::tr("What is unknown or assumed of the figures"), 40);
        list(review_.unknown);
    }

private:
    void title()
    {
        sheet_.paragraph(review_.title, {20, QFont::Bold, shades_.text}, 0, 4);
        for (const QString& line : review_.head)
            sheet_.paragraph(line, muted_, 0, 1);
        sheet_.y += 10;
    }

    void heading(const QString& words, double with)
    {
        sheet_.room(with + 26);
        if (sheet_.y > 0)
            sheet_.y += 8;
        sheet_.paragraph(words, {11.5, QFont::DemiBold, shades_.text}, 0, 5);
    }

    void cards()
    {
        constexpr int perRow = 3;
        const double wide = (sheet_.width() - gap * (perRow - 1)) / perRow, high = 56;
        for (std::size_t i = 0; i < review_.figures.size(); ++i) {
            const ReviewFigure& figure = review_.figures[i];
            const auto column = double(i % perRow);
            if (i > 0 && i % perRow == 0)
                sheet_.y += high + gap;
            const double x = column * (wide + gap), in = 9;
            sheet_.fill(QRectF(x, sheet_.y, wide, high), shades_.window, 4);
            sheet_.text({x + in, sheet_.y + 6, wide - 2 * in, 12}, figure.name, muted_);
            const QColor colour = figure.tone == Tone::Normal ? shades_.text : readable(shades_.of(figure.tone), shades_.window);
            const double room = wide - 2 * in;
            sheet_.text({x + in, sheet_.y + 18, room, 20}, figure.amount, sheet_.fitted(figure.amount, {15, QFont::DemiBold, colour}, room));
            sheet_.text({x + in, sheet_.y + 39, room, 12}, figure.detail, sheet_.fitted(figure.detail, {7.5, QFont::Normal, shades_.muted}, room));
        }
        sheet_.y += high + 12;
    }

    void terms()
    {
        const double name = 88, amount = 106;
        sheet_.y += 4;
        for (const ReviewFigure& term : review_.terms) {
            const double words = sheet_.width() - name - amount, high = std::max({sheet_.textHeight(term.detail, cell_, words - gap), sheet_.textHeight(term.name, strongCell_, name),
                sheet_.textHeight(term.amount, cell_, amount - gap)});
            sheet_.room(high);
            sheet_.text({0, sheet_.y, name, high}, term.name, strongCell_);
            sheet_.text({name, sheet_.y, amount - gap, high}, term.amount, cell_);
            sheet_.text({name + amount, sheet_.y, words, high}, term.detail, {cell_.size, QFont::Normal, shades_.muted});
            sheet_.y += high + 4;
        }
    }

    // As wide as their words, the first one what is left, which it wraps in.
    [[nodiscard]] std::vector<double> widths(const ReviewTable& table) const
    {
        std::vector<double> out(std::size_t(table.titles.size()), 0);
        double rest = sheet_.width();
        for (std::size_t column = out.size(); column-- > 0;) {
            const bool words = int(column) < table.names;
            out[column] = words ? sheet_.textWidth(table.titles[qsizetype(column)], head_) : 0;
            for (const QString& word : table.titles[qsizetype(column)].split(QLatin1Char(' ')))
                out[column] = std::max(out[column], sheet_.textWidth(word, head_));
            for (const QStringList& row : table.rows)
                out[column] = std::max(out[column], sheet_.textWidth(row[qsizetype(column)], strongCell_));
            out[column] += gap + 1; // words as wide as their column would wrap by a rounding
            if (words && column > 0)
                out[column] = std::min(out[column], sheet_.width() * 0.24);
            if (column > 0)
                rest -= out[column];
        }
        out[0] = rest;
        giveNames(out, table.names);
        return out;
    }

    // Where large figures leave the names no room, other words give way first, then the figures, which wrap.
    void giveNames(std::vector<double>& widths, int names) const
    {
        constexpr double least = 80;
        const auto take = [&](std::size_t from, std::size_t to, double floor) {
            for (std::size_t column = from; column < to; ++column) {
                const double more = std::clamp(least - widths[0], 0.0, std::max(0.0, widths[column] - floor));
                widths[column] -= more;
                widths[0] += more;
            }
        };
        take(1, std::size_t(names), 56);
        while (widths[0] < least) {
            const double before = widths[0];
            for (std::size_t column = std::size_t(names); column < widths.size(); ++column)
                take(column, column + 1, std::max(30.0, widths[column] - 4));
            if (widths[0] <= before)
                break;
        }
    }

    double row(const ReviewTable& table, const std::vector<double>& widths, const QStringList& cells, const ReviewLook& look, bool paint)
    {
        double high = 0, x = 0;
        for (std::size_t column = 0; column < widths.size(); ++column) {
            const bool words = int(column) < table.names;
            const double wide = widths[column] - gap;
            // Words are cut, figures never: they are made smaller, as are the words of their titles.
            const QString& cell = cells[qsizetype(column)];
            const ReviewLook fits = words ? look : sheet_.fitted(&cells == &table.titles ? longestWord(cell) : cell, look, wide);
            const QString text = sheet_.cut(cell, fits, wide, 2);
            high = std::max(high, sheet_.textHeight(text, fits, wide));
            if (paint)
                sheet_.text({words ? x : x + gap, sheet_.y + 2, wide, high}, text, fits, (words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
            x += widths[column];
        }
        return high + 4;
    }

    void header(const ReviewTable& table, const std::vector<double>& widths)
    {
        sheet_.y += row(table, widths, table.titles, head_, true);
        sheet_.line({0, sheet_.y}, {sheet_.width(), sheet_.y}, shades_.muted);
    }

    void table(const ReviewTable& table)
    {
        const std::vector<double> columns = widths(table);
        sheet_.room(50);
        header(table, columns);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const bool strong = std::find(table.strong.begin(), table.strong.end(), i) != table.strong.end();
            const ReviewLook& look = strong ? strongCell_ : cell_;
            const double high = row(table, columns, table.rows[i], look, false);
            if (high > sheet_.left()) {
                sheet_.room(high);
                header(table, columns);
            }
            row(table, columns, table.rows[i], look, true);
            sheet_.y += high;
            sheet_.line({0, sheet_.y}, {sheet_.width(), sheet_.y}, shades_.line, 0.3);
        }
        sheet_.y += 4;
        if (!table.note.isEmpty())
            sheet_.paragraph(table.note, {7.5, QFont::Normal, shades_.muted}, 0, 8);
    }

    void list(const QStringList& lines)
    {
        for (const QString& line : lines)
            sheet_.paragraph(line, cell_, 0, 2.5);
    }

    ReviewSheet& sheet_;
    const CostReview& review_;
    const CostReport& report_;
    const Shades& shades_ = lightShades();
    const ReviewLook body_ {9.5, QFont::Normal, shades_.text}, muted_ {8.5, QFont::Normal, shades_.muted},
        cell_ {8, QFont::Normal, shades_.text}, strongCell_ {8, QFont::DemiBold, shades_.text}, head_ {8, QFont::DemiBold, shades_.muted};
};

struct Drawn {
    QByteArray bytes;
    int pages = 0;
};

Drawn draw(const CostReview& review, const CostReport& report, const QPageSize& size, int pages)
{
    Drawn out;
    QBuffer buffer(&out.bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageSize(size);
        writer.setPageMargins(QMarginsF(margin, margin, margin, margin - 8), QPageLayout::Point);
        writer.setTitle(review.title + QStringLiteral(", ") + report.clusters.join(QStringLiteral(", ")));
        writer.setCreator(QStringLiteral("Loadline"));
        ReviewSheet sheet(writer, review.title + QStringLiteral(" · ") + review.head.value(0), pages);
        Paper(sheet, review, report).paint();
        out.pages = sheet.pages();
    }
    return out;
}

} // namespace

QByteArray costReviewPdf(const CostReview& review, const CostReport& report, const QPageSize& size)
{
    int pages = draw(review, report, size, 0).pages; // counted first: each page names their number
    if (pages <= mostPages)
        return draw(review, report, size, pages).bytes;
    CostReview shorter = review;
    while (pages > mostPages && shorter.limits.smaller() != shorter.limits) {
        shorter = costReview(report, review.baseline, shorter.limits.smaller());
        pages = draw(shorter, report, size, 0).pages;
    }
    return draw(shorter, report, size, pages).bytes;
}

} // namespace loadline
