// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "exporter.h"
#include "tables/wording.h"

#include <CLI/CLI.hpp>

namespace loadline {

void addTimeout(CLI::App& command, int& seconds)
{
    command.add_option("--timeout", seconds, "Seconds to wait for the cluster")
        ->check(CLI::Range(1, 3600))
        ->type_name("SECONDS")
        ->capture_default_str();
}

void addConflictChoices(CLI::App& command, ConflictChoices& choices)
{
    command.add_option("--take-over", choices.takeOver, "Take a field from the manager that holds it, named as the dry run names it; may be given several times")
        ->type_name("FIELD")
        ->allow_extra_args(false);
    command.add_option("--drop", choices.drop, "Leave a field to the manager that holds it, and write the rest; may be given several times")
        ->type_name("FIELD")
        ->allow_extra_args(false);
    command.add_option("--save-patch", choices.patch, "Save the change as a patch for Git, and write nothing to the cluster; - is standard output")
        ->type_name("FILE");
}

void addOutput(CLI::App& command, std::string& file)
{
    command.add_option("-o,--output", file, "File to write; standard output when left out")->type_name("FILE");
}

void say(std::FILE* out, const QString& line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), out);
    std::fflush(out);
}

QString inOneLine(const Error& error)
{
    QString line = sentence(error);
    if (!error.where.empty() && !line.contains(QString::fromStdString(error.where)))
        line += QStringLiteral(" (") + QString::fromStdString(error.where) + u')';
    if (const QString mend = hint(error); !mend.isEmpty())
        line += u' ' + mend;
    return line.replace(u'\n', u' ');
}

QString oneLine(const Error& error) { return QStringLiteral("loadline: ") + inOneLine(error); }

int failed(const Error& error)
{
    say(stderr, oneLine(error));
    return 1;
}

int writeOutput(const std::string& file, const QByteArray& bytes)
{
    if (file.empty() || file == "-") {
        const auto size = std::size_t(bytes.size());
        return std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0 ? 0 : 1;
    }
    const Done done = writeFile(QString::fromStdString(file), bytes);
    return done ? 0 : failed(done.error());
}

} // namespace loadline
