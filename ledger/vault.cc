// SPDX-License-Identifier: Apache-2.0
// Erasure, step by step, and what a crash after each step leaves:
//   0 time and number of values in <folder>/erasures         nothing changed: the next attempt
//                                                            replaces it
//   1 the key of the next epoch in <key file>.next           nothing changed: open() removes it
//   2 the wraps file under the next key, without the person: from here on the person is erased
//                                                            open() goes on with step 3
//   3 the old key overwritten, the next one in its place     open() goes on with step 4
//   4 the person's sealed values overwritten and removed
#include "ledger/vault.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/internal/descriptor.h"
#include "ledger/internal/vault_files.h"
#include "ledger/vault_limits.h"

namespace ledger {
namespace {

using internal::Descriptor;
using internal::VaultKey;
using internal::VaultWraps;
using internal::Wrap;

constexpr std::size_t kKeyFileBytes = 1'024;
constexpr std::size_t kErasureFileBytes = 256;
constexpr std::string_view kValueMagic("LTVB\x01", 5);

std::filesystem::path wraps_path(const VaultPaths& paths) { return paths.folder / "wraps"; }
std::filesystem::path next_key_path(const VaultPaths& paths) {
  return paths.key_file.string() + ".next";
}
std::filesystem::path person_path(const VaultPaths& paths, const Id& person) {
  return paths.folder / "values" / to_hex(person);
}
std::filesystem::path erasure_path(const VaultPaths& paths, const Id& person) {
  return paths.folder / "erasures" / to_hex(person);
}
std::filesystem::path value_path(const VaultPaths& paths, const Id& person,
                                 const Hash& commitment) {
  return person_path(paths, person) / to_hex(commitment);
}

Status make_folder(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) return io_error("FILE_WRITE", failed.message(), path.string());
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, failed);
  return Ok{};
}

bool lies_inside(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  std::error_code ignored;
  const auto in = std::filesystem::weakly_canonical(inner, ignored);
  const auto out = std::filesystem::weakly_canonical(outer, ignored);
  return std::mismatch(out.begin(), out.end(), in.begin(), in.end()).first == out.end();
}

Error in_use(const VaultPaths& paths) {
  return {ErrorCode::kLocked, "VAULT_IN_USE",
          "another process is using the vault " + paths.folder.string(), paths.folder.string(),
          "хранилищем " + paths.folder.string() + " пользуется другой процесс"};
}

Status lock_alone(const Descriptor& file, const VaultPaths& paths) {
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return Ok{};
  return in_use(paths);
}

Result<Descriptor> lock(const VaultPaths& paths, VaultAccess access) {
  const auto path = paths.folder / "lock";
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.is_open()) {
    return io_error("FILE_READ", internal::failed("open", path.string()), path.string());
  }
  const int kind = access == VaultAccess::kWrite ? LOCK_EX : LOCK_SH;
  if (::flock(file.get(), kind | LOCK_NB) == 0) return file;
  return in_use(paths);
}

Status check_lengths(const std::string& field, std::string_view value) {
  if (value.empty()) return invalid("EMPTY_VALUE", "there is no value to keep", field);
  if (value.size() > kVaultValueBytesMax) {
    return invalid("VALUE_TOO_LONG",
                   "a value has at most kVaultValueBytesMax (" +
                       std::to_string(kVaultValueBytesMax) + ") bytes, this has " +
                       std::to_string(value.size()),
                   field);
  }
  if (field.empty() || field.size() > kVaultFieldBytesMax) {
    return invalid("FIELD_TOO_LONG", "a field's path has 1 to kVaultFieldBytesMax (" +
                                         std::to_string(kVaultFieldBytesMax) + ") bytes");
  }
  return Ok{};
}

/// The key file, if it can be opened and is this ledger's epoch.
Result<VaultKey> load_key(const std::filesystem::path& path, const SecretBytes& passphrase) {
  const auto text = read_small_file(path, kKeyFileBytes);
  if (!text) return text.error();
  auto key = internal::open_vault_key(*text, passphrase);
  if (key) return key;
  Error error = key.error();
  error.where = path.string();
  return error;
}

}  // namespace

class Vault::Impl {
 public:
  Impl(VaultPaths paths, Descriptor lock, const SecretBytes& passphrase)
      : paths_(std::move(paths)),
        lock_(std::move(lock)),
        passphrase_(SecretBytes::copy_of(passphrase.view())) {}

  Status load();
  Result<SecretBytes> data_key(const Id& person) const;
  Result<SecretBytes> data_key_or_new(const Id& person);
  Status store(const Hash& commitment, const Opening& opening);
  Status save_wraps() {
    return replace_secret_file(wraps_path(paths_), internal::encode_wraps(wraps_, key_.kek));
  }
  Result<bool> holds(const Vault& vault, const Id& person,
                     const std::function<bool(std::string_view)>& wanted) const;
  std::size_t count_values(const Id& person) const;
  Status note_erasure(const VaultErasure& erasure) const;
  Result<VaultErasure> noted_erasure(const Id& person, std::uint32_t epoch) const;
  Status rotate_without(const Id& person);
  Status destroy_values(const Id& person) const;

 private:
  Result<VaultKey> settle_key(const VaultWraps& wraps);
  Status complete_erasures();

 public:
  VaultPaths paths_;
  Descriptor lock_;
  SecretBytes passphrase_;
  VaultKey key_;
  VaultWraps wraps_;
};

// --- opening -------------------------------------------------------------------------------------

/// The key of the wraps' epoch: of a rotation that was cut off the right one of two.
Result<VaultKey> Vault::Impl::settle_key(const VaultWraps& wraps) {
  auto key = load_key(paths_.key_file, passphrase_);
  std::error_code ignored;
  const auto next_path = next_key_path(paths_);
  if (!std::filesystem::exists(next_path, ignored)) return key;
  if (auto alone = lock_alone(lock_, paths_); !alone) return alone.error();
  auto next = load_key(next_path, passphrase_);
  if (next && next->epoch == wraps.epoch) {
    if (auto moved = move_over_shredded(next_path, paths_.key_file); !moved) {
      return moved.error();
    }
    return next;
  }
  if (key && key->epoch == wraps.epoch) {
    if (auto gone = shred_file(next_path); !gone) return gone.error();
  }
  return key;
}

Status Vault::Impl::complete_erasures() {
  std::error_code ignored;
  for (const auto& [person, epoch] : wraps_.erased) {
    if (!std::filesystem::exists(person_path(paths_, person), ignored)) continue;
    if (auto alone = lock_alone(lock_, paths_); !alone) return alone;
    if (auto gone = destroy_values(person); !gone) return gone.error();
  }
  return Ok{};
}

Status Vault::Impl::load() {
  const auto text = read_small_file(wraps_path(paths_), kVaultWrapsBytesMax);
  if (!text) return text.error();
  auto wraps = internal::parse_wraps(*text);
  if (!wraps) return wraps.error();
  auto key = settle_key(*wraps);
  if (!key) return key.error();
  if (key->epoch != wraps->epoch || key->ledger_id != wraps->ledger_id) {
    return corrupt("VAULT_EPOCH",
                   "the vault is of epoch " + std::to_string(wraps->epoch) + ", its key file of " +
                       std::to_string(key->epoch) + ": one of them comes from elsewhere",
                   paths_.key_file.string());
  }
  if (!internal::wraps_are_of(*text, key->kek)) {
    return corrupt("VAULT_WRAPS_FORGED", "the wraps were changed by somebody without the key",
                   wraps_path(paths_).string());
  }
  key_ = std::move(*key);
  wraps_ = std::move(*wraps);
  return complete_erasures();
}

Status Vault::create(const VaultPaths& paths, const Hash& ledger_id, const SecretBytes& passphrase,
                     KdfCost cost) {
  std::error_code ignored;
  if (lies_inside(paths.key_file, paths.folder)) {
    return invalid("VAULT_KEY_INSIDE",
                   "the key file must not lie in the vault: a copy of the folder would hold it",
                   paths.key_file.string());
  }
  for (const auto& path : {paths.key_file, wraps_path(paths)}) {
    if (std::filesystem::exists(path, ignored)) {
      return conflict("VAULT_EXISTS", "there is a vault already: " + path.string(), path.string());
    }
  }
  if (passphrase.size() == 0) return invalid("EMPTY_PASSPHRASE", "the passphrase is empty");
  if (auto made = make_folder(paths.folder / "values"); !made) return made;
  if (auto made = make_folder(paths.folder); !made) return made;
  VaultKey key{ledger_id, 1, cost, internal::random_key()};
  const auto text = internal::encode_vault_key(key, passphrase);
  if (!text) return text.error();
  auto written = replace_secret_file(paths.key_file, *text);
  if (!written) return written;
  return replace_secret_file(wraps_path(paths),
                             internal::encode_wraps({ledger_id, 1, {}, {}}, key.kek));
}

Result<Vault> Vault::open(const VaultPaths& paths, const SecretBytes& passphrase,
                          VaultAccess access) {
  std::error_code ignored;
  if (!std::filesystem::exists(wraps_path(paths), ignored)) {
    const std::string folder = paths.folder.string();
    return not_found("NO_VAULT", "there is no vault in " + folder,
                     "в папке " + folder + " нет хранилища имён", folder);
  }
  auto held = lock(paths, access);
  if (!held) return held.error();
  auto impl = std::make_unique<Impl>(paths, *std::move(held), passphrase);
  if (auto loaded = impl->load(); !loaded) return loaded.error();
  return Vault(std::move(impl));
}

Vault::Vault(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

const Hash& Vault::ledger_id() const { return impl_->wraps_.ledger_id; }
std::uint32_t Vault::epoch() const { return impl_->wraps_.epoch; }

PersonState Vault::state(const Id& person) const {
  if (impl_->wraps_.erased.contains(person)) return PersonState::kErased;
  const auto found = impl_->wraps_.people.find(person);
  if (found == impl_->wraps_.people.end()) return PersonState::kUnknown;
  return found->second.blocked ? PersonState::kBlocked : PersonState::kOpen;
}

std::vector<Id> Vault::people() const {
  std::vector<Id> out;
  for (const auto& [person, wrap] : impl_->wraps_.people) out.push_back(person);
  return out;
}

// --- keeping -------------------------------------------------------------------------------------

Result<SecretBytes> Vault::Impl::data_key(const Id& person) const {
  if (wraps_.erased.contains(person)) {
    return refused("PERSON_ERASED", "the data of " + to_hex(person) + " were destroyed");
  }
  const auto found = wraps_.people.find(person);
  if (found == wraps_.people.end()) {
    return not_found("NOT_IN_VAULT", "the vault holds nothing about " + to_hex(person),
                     "в хранилище ничего нет о лице " + to_hex(person), "");
  }
  return internal::unseal(key_.kek, found->second.sealed, person.view());
}

Result<SecretBytes> Vault::Impl::data_key_or_new(const Id& person) {
  if (wraps_.people.contains(person) || wraps_.erased.contains(person)) return data_key(person);
  SecretBytes key = internal::random_key();
  wraps_.people[person] = Wrap{false, internal::seal(key_.kek, key.view(), person.view())};
  if (auto saved = save_wraps(); !saved) {
    wraps_.people.erase(person);
    return saved.error();
  }
  return key;
}

Status Vault::Impl::store(const Hash& commitment, const Opening& opening) {
  if (auto good = check_lengths(opening.field, opening.value.view()); !good) return good;
  const auto key = data_key_or_new(opening.person);
  if (!key) return key.error();
  SecretBytes plain(kSaltBytes + opening.value.size());
  std::copy_n(opening.salt.data(), kSaltBytes, plain.data());
  std::copy_n(opening.value.data(), opening.value.size(), plain.data() + kSaltBytes);
  std::string bytes(kValueMagic);
  bytes += static_cast<char>(opening.field.size());
  bytes += opening.field;
  bytes += internal::seal(*key, plain.view(), commitment.view());
  if (auto made = make_folder(person_path(paths_, opening.person)); !made) return made;
  return replace_secret_file(value_path(paths_, opening.person, commitment), bytes);
}

Result<Hash> Vault::keep(const Id& person, const std::string& field, std::string_view value) {
  Opening opening{field, person, random_salt(), SecretBytes::copy_of(value)};
  const Hash commitment = commit({ledger_id(), person, field}, value, opening.salt);
  if (auto stored = impl_->store(commitment, opening); !stored) return stored.error();
  return commitment;
}

Status Vault::keep_opening(const Hash& commitment, const Opening& opening) {
  if (opening.salt.size() != kSaltBytes ||
      !opens(commitment, {ledger_id(), opening.person, opening.field}, opening.value.view(),
             opening.salt)) {
    return refused("OPENING_MISMATCH", "value and salt are not what the commitment was made of",
                   opening.field);
  }
  std::error_code ignored;
  const auto path = value_path(impl_->paths_, opening.person, commitment);
  if (std::filesystem::exists(path, ignored)) return Ok{};
  return impl_->store(commitment, opening);
}

Status Vault::forget(const Id& person, const Hash& commitment) {
  return shred_file(value_path(impl_->paths_, person, commitment));
}

// --- looking -------------------------------------------------------------------------------------

Result<Opening> Vault::open_value(const Id& person, const Hash& commitment,
                                  const std::string& field) const {
  if (state(person) == PersonState::kBlocked) {
    return refused("PERSON_BLOCKED", "the data of " + to_hex(person) + " are blocked");
  }
  const auto key = impl_->data_key(person);
  if (!key) return key.error();
  const auto path = value_path(impl_->paths_, person, commitment);
  const auto bytes = read_small_file(path, 2 * kVaultValueBytesMax);
  if (!bytes && bytes.error().reason == "NO_FILE") {
    return not_found("NOT_IN_VAULT", "the vault does not hold what opens " + to_hex(commitment),
                     "в хранилище нет того, что раскрывает " + to_hex(commitment), "");
  }
  if (!bytes) return bytes.error();
  const Error bad = corrupt("VAULT_VALUE", "the value is damaged or belongs elsewhere", path);
  const std::string head = std::string(kValueMagic) + static_cast<char>(field.size()) + field;
  if (!bytes->starts_with(head)) return bad;
  const auto plain =
      internal::unseal(*key, std::string_view(*bytes).substr(head.size()), commitment.view());
  if (!plain || plain->size() <= kSaltBytes) return bad;
  Opening out{field, person, SecretBytes::copy_of(plain->view().substr(0, kSaltBytes)),
              SecretBytes::copy_of(plain->view().substr(kSaltBytes))};
  if (!opens(commitment, {ledger_id(), person, field}, out.value.view(), out.salt)) return bad;
  return out;
}

Result<bool> Vault::Impl::holds(const Vault& vault, const Id& person,
                                const std::function<bool(std::string_view)>& wanted) const {
  std::error_code failed;
  const std::filesystem::directory_iterator files(person_path(paths_, person), failed);
  if (failed) return false;
  for (const auto& entry : files) {
    const auto commitment = fixed_from_hex<Hash>(entry.path().filename().string());
    if (!commitment) continue;  // a file that was being written
    const auto bytes = read_small_file(entry.path(), 2 * kVaultValueBytesMax);
    if (!bytes) return bytes.error();
    const std::size_t head = kValueMagic.size() + 1;
    if (bytes->size() < head) continue;
    const std::size_t field = static_cast<unsigned char>((*bytes)[kValueMagic.size()]);
    const auto opened = vault.open_value(person, *commitment, bytes->substr(head, field));
    if (!opened) return opened.error();
    if (wanted(opened->value.view())) return true;
  }
  return false;
}

Result<std::vector<Id>> Vault::people_with(
    const std::function<bool(std::string_view)>& wanted) const {
  std::vector<Id> out;
  for (const Id& person : people()) {
    if (state(person) != PersonState::kOpen) continue;
    const auto held = impl_->holds(*this, person, wanted);
    if (!held) return held.error();
    if (*held) out.push_back(person);
  }
  return out;
}

Result<SecretBytes> Vault::reveal(const Id& person, const Hash& commitment,
                                  const std::string& field, const AccessNote& note) {
  if (note.purpose.empty()) {
    return invalid("NO_PURPOSE", "say why the name is looked at", "скажите, зачем нужно имя", "");
  }
  if (note.purpose.size() > 4 * kVaultPurposeCharsMax ||
      note.purpose.find_first_of("\t\r\n") != std::string::npos) {
    return invalid("PURPOSE_TOO_LONG", "a purpose is one line of at most kVaultPurposeCharsMax (" +
                                           std::to_string(kVaultPurposeCharsMax) + ") characters");
  }
  auto opened = open_value(person, commitment, field);
  if (!opened) return opened.error();
  const std::string line = std::to_string(note.at_us) + "\t" + note.who + "\t" + to_hex(person) +
                           "\t" + to_hex(commitment) + "\t" + note.purpose;
  auto written = append_line(impl_->paths_.folder / "access.log", line);
  if (!written) return written.error();
  return std::move(opened->value);
}

Status Vault::set_blocked(const Id& person, bool blocked) {
  const auto found = impl_->wraps_.people.find(person);
  if (found == impl_->wraps_.people.end()) {
    return not_found("NOT_IN_VAULT", "the vault holds nothing about " + to_hex(person),
                     "в хранилище ничего нет о лице " + to_hex(person), "");
  }
  const bool before = std::exchange(found->second.blocked, blocked);
  auto saved = impl_->save_wraps();
  if (!saved) found->second.blocked = before;
  return saved;
}

// --- erasing -------------------------------------------------------------------------------------

Status Vault::Impl::rotate_without(const Id& person) {
  VaultKey next{key_.ledger_id, key_.epoch + 1, key_.cost, internal::random_key()};
  VaultWraps wraps{wraps_.ledger_id, next.epoch, {}, wraps_.erased};
  for (const auto& [other, wrap] : wraps_.people) {
    if (other == person) continue;
    const auto key = internal::unseal(key_.kek, wrap.sealed, other.view());
    if (!key) return key.error();
    wraps.people[other] = {wrap.blocked, internal::seal(next.kek, key->view(), other.view())};
  }
  wraps.erased[person] = key_.epoch;
  const auto text = internal::encode_vault_key(next, passphrase_);
  if (!text) return text.error();
  auto step = replace_secret_file(next_key_path(paths_), *text);
  if (!step) return step;
  step = replace_secret_file(wraps_path(paths_), internal::encode_wraps(wraps, next.kek));
  if (!step) return step;
  step = move_over_shredded(next_key_path(paths_), paths_.key_file);
  if (!step) return step;
  key_ = std::move(next);
  wraps_ = std::move(wraps);
  return Ok{};
}

Status Vault::Impl::destroy_values(const Id& person) const {
  std::error_code failed;
  const auto folder = person_path(paths_, person);
  std::filesystem::directory_iterator files(folder, failed);
  if (failed) return Ok{};  // there is no such folder
  for (const auto& entry : files) {
    if (auto gone = shred_file(entry.path()); !gone) return gone;
  }
  std::filesystem::remove(folder, failed);
  return Ok{};
}

std::size_t Vault::Impl::count_values(const Id& person) const {
  std::error_code failed;
  const std::filesystem::directory_iterator files(person_path(paths_, person), failed);
  return failed ? 0 : static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

Status Vault::Impl::note_erasure(const VaultErasure& erasure) const {
  if (auto made = make_folder(paths_.folder / "erasures"); !made) return made;
  return replace_secret_file(erasure_path(paths_, erasure.person),
                             "epoch " + std::to_string(erasure.destroyed_epoch) + "\nat " +
                                 std::to_string(erasure.at_us) + "\nvalues " +
                                 std::to_string(erasure.values_destroyed) + "\n");
}

/// What note_erasure() wrote for the erasure that destroyed this epoch; without time and count if
/// there is no such note.
Result<VaultErasure> Vault::Impl::noted_erasure(const Id& person, std::uint32_t epoch) const {
  const VaultErasure unknown{person, epoch, 0, 0};
  const auto text = read_small_file(erasure_path(paths_, person), kErasureFileBytes);
  if (!text && text.error().reason == "NO_FILE") return unknown;
  if (!text) return text.error();
  VaultErasure out = unknown;
  std::string names[3];
  std::istringstream in(*text);
  in >> names[0] >> out.destroyed_epoch >> names[1] >> out.at_us >> names[2] >>
      out.values_destroyed;
  const bool ours = in && names[0] == "epoch" && names[1] == "at" && names[2] == "values";
  return ours && out.destroyed_epoch == epoch ? out : unknown;
}

Result<VaultErasure> Vault::erase(const Id& person, std::uint64_t at_us) {
  if (const auto found = impl_->wraps_.erased.find(person); found != impl_->wraps_.erased.end()) {
    return impl_->noted_erasure(person, found->second);
  }
  if (!impl_->wraps_.people.contains(person)) {
    return not_found("NOT_IN_VAULT", "the vault holds nothing about " + to_hex(person),
                     "в хранилище ничего нет о лице " + to_hex(person), "");
  }
  const VaultErasure erasure{person, epoch(), impl_->count_values(person), at_us};
  if (auto noted = impl_->note_erasure(erasure); !noted) return noted.error();
  if (auto rotated = impl_->rotate_without(person); !rotated) return rotated.error();
  if (auto gone = impl_->destroy_values(person); !gone) return gone.error();
  return erasure;
}

}  // namespace ledger
