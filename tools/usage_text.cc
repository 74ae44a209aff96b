// SPDX-License-Identifier: Apache-2.0
#include "tools/usage_text.h"

#include <array>
#include <string_view>
#include <utility>

namespace tools {
namespace {

/// Longer phrases before those that they contain.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kPhrases{{
    {"The following arguments were not expected: ", "лишние аргументы: "},
    {"The following argument was not expected: ", "лишний аргумент: "},
    {"A subcommand is required", "не указана команда"},
    {" is required", ": не указано обязательное"},
    {"Could not convert: ", "не подходит значение: "},
    {": too many inputs for a flag", ": у флага слишком много значений"},
    {": Should be true/false or a number", ": нужно true, false или число"},
    {"Expected exactly ", "аргументов должно быть ровно "},
    {"Expected at least ", "аргументов должно быть не меньше "},
    {" arguments to ", " у "},
    {", got ", ", а дано "},
    {": At least ", ": не меньше "},
    {": At Most ", ": не больше "},
    {" required but received ", " значений, а дано "},
    {" was given a disallowed flag override", ": у флага не может быть значения"},
    {" requires ", " требует и "},
    {" excludes ", " несовместимо с "},
    {"Too many positional arguments with unlimited expected args", "слишком много аргументов"},
    {" not in range ", " вне пределов "},
    {" is no whole number in ", " — не целое число в пределах "},
    {"Value ", "значение "},
    {" not in {", " не из числа {"},
    {": 1 required ", ": не указано значение "},
    {" missing", ""},
}};

}  // namespace

std::string usage_in_russian(std::string message) {
  for (const auto& [english, russian] : kPhrases) {
    const auto at = message.find(english);
    if (at != std::string::npos) message.replace(at, english.size(), russian);
  }
  return message;
}

}  // namespace tools
