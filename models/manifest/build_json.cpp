// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"

namespace loadline {
namespace {

void write(const Value& value, const std::string& indent, std::string& out)
{
    const std::string deeper = indent + "  ";
    if (value.isMap() && !value.fields().empty()) {
        out += '{';
        const char* before = "\n";
        for (const ValueField& field : value.fields()) {
            out += before + deeper + Value(field.key).json() + ": ";
            write(field.value, deeper, out);
            before = ",\n";
        }
        out += '\n' + indent + '}';
    } else if (value.isList() && !value.items().empty()) {
        out += '[';
        const char* before = "\n";
        for (const Value& item : value.items()) {
            out += before + deeper;
            write(item, deeper, out);
            before = ",\n";
        }
        out += '\n' + indent + ']';
    } else {
        out += value.json();
    }
}

} // namespace

std::string indentedJson(const Value& value)
{
    std::string out;
    write(value, "", out);
    return out + '\n';
}

} // namespace loadline
