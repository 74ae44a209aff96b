// SPDX-License-Identifier: Apache-2.0

// An independent check of a ledger, written from ledger/FORMAT.md alone and sharing no code with
// it: the checkpoint, every entry, every signature, tiles, inclusion and consistency proofs and
// receipts, by Go's own note, tlog, ed25519 and sha256.
//
//	check_ledger URL VKEY RECEIPT.tlog-proof...
//
// URL is a server of C2SP static resources; beside each receipt lies its .entry. One line says
// what was checked; anything wrong is said on standard error, with exit code 1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

func fetch(url string) ([]byte, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d", url, response.StatusCode)
	}
	return body, err
}

// A checkpoint is a signed note of three lines: origin, size, root.
type checkpoint struct {
	origin string
	tree   tlog.Tree
}

func openCheckpoint(text []byte, verifier note.Verifier) (checkpoint, error) {
	var out checkpoint
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return out, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return out, fmt.Errorf("not a checkpoint: %q", opened.Text)
	}
	out.origin = lines[0]
	if out.tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return out, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return out, fmt.Errorf("bad root %q", lines[2])
	}
	copy(out.tree.Hash[:], root)
	return out, nil
}

// Tiles over HTTP. tlog names a tile "tile/8/LEVEL/…", C2SP leaves the height out.
type tiles struct{ url string }

func (t tiles) Height() int                     { return tileHeight }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, err := fetch(t.url + "/" + t.path(tile))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", t.path(tile), len(data))
		}
		out[i] = data
	}
	return out, nil
}

// Entry bundles are tiles of level "entries", of entries behind their length in two bytes.
func readEntries(url string, size int64) ([][]byte, error) {
	var out [][]byte
	for begin := int64(0); begin < size; begin += tileWidth {
		tile := tlog.Tile{H: tileHeight, L: -1, N: begin / tileWidth, W: tileWidth}
		if size-begin < tileWidth {
			tile.W = int(size - begin)
		}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := fetch(url + "/" + path)
		if err != nil {
			return nil, err
		}
		for len(bundle) > 0 {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s is cut short", path)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			out = append(out, bundle[2:end])
			bundle = bundle[end:]
		}
	}
	if int64(len(out)) != size {
		return nil, fmt.Errorf("%d entries of %d", len(out), size)
	}
	return out, nil
}

// 01 | u64 recorded_at | u16 n | body[n] | u8 s | s x signature[64]
type entry struct {
	recordedAt uint64
	body       []byte
	signatures [][]byte
}

func parseEntry(data []byte) (entry, error) {
	var out entry
	short := errors.New("an entry of another form")
	if len(data) < 12 || data[0] != 1 {
		return out, short
	}
	out.recordedAt = binary.BigEndian.Uint64(data[1:])
	n := int(binary.BigEndian.Uint16(data[9:]))
	if len(data) < 12+n {
		return out, short
	}
	out.body = data[11 : 11+n]
	count := int(data[11+n])
	rest := data[12+n:]
	if count < 1 || len(rest) != count*ed25519.SignatureSize {
		return out, short
	}
	for ; len(rest) > 0; rest = rest[ed25519.SignatureSize:] {
		out.signatures = append(out.signatures, rest[:ed25519.SignatureSize])
	}
	return out, nil
}

// As much of FlatBuffers as it takes to find the signers of a body. Malformed bodies panic, which
// main reports: the ledger's own strict check is not what is tested here.
type table struct {
	buffer []byte
	at     int
}

func root(buffer []byte) table { return table{buffer, int(binary.LittleEndian.Uint32(buffer))} }

// The place of a field's value, 0 if it is absent.
func (t table) field(id int) int {
	vtable := t.at - int(int32(binary.LittleEndian.Uint32(t.buffer[t.at:])))
	if 4+2*id >= int(binary.LittleEndian.Uint16(t.buffer[vtable:])) {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(t.buffer[vtable+4+2*id:]))
	if offset == 0 {
		return 0
	}
	return t.at + offset
}
func (t table) follow(at int) int  { return at + int(binary.LittleEndian.Uint32(t.buffer[at:])) }
func (t table) child(id int) table { return table{t.buffer, t.follow(t.field(id))} }
func (t table) text(id int) string {
	at := t.follow(t.field(id))
	return string(t.buffer[at+4 : at+4+int(binary.LittleEndian.Uint32(t.buffer[at:]))])
}
func (t table) children(id int) []table {
	if t.field(id) == 0 {
		return nil
	}
	at := t.follow(t.field(id))
	out := make([]table, binary.LittleEndian.Uint32(t.buffer[at:]))
	for i := range out {
		out[i] = table{t.buffer, t.follow(at + 4 + 4*i)}
	}
	return out
}

const authorField, cosignersField, keyField = 4, 5, 0

// M = "letopis/event/v1" 00 | LP8(origin) | ledger id[32] | body
func signedMessage(origin string, ledgerID, body []byte) []byte {
	message := append([]byte("letopis/event/v1\x00"), byte(len(origin)))
	message = append(message, origin...)
	message = append(message, ledgerID...)
	return append(message, body...)
}

func checkSignatures(origin string, ledgerID []byte, e entry) error {
	body := root(e.body)
	signers := append([]table{body.child(authorField)}, body.children(cosignersField)...)
	if len(signers) != len(e.signatures) {
		return fmt.Errorf("%d signers, %d signatures", len(signers), len(e.signatures))
	}
	message := signedMessage(origin, ledgerID, e.body)
	for i, signer := range signers {
		key, err := hex.DecodeString(signer.text(keyField))
		if err != nil || len(key) != ed25519.PublicKeySize {
			return fmt.Errorf("bad key of signer %d", i)
		}
		if !ed25519.Verify(key, message, e.signatures[i]) {
			return fmt.Errorf("signature %d does not verify", i)
		}
	}
	return nil
}

// Every entry: its form, its signatures, time that does not run back; the leaf hashes.
func checkEntries(origin string, entries [][]byte) ([]tlog.Hash, int, error) {
	leaves := make([]tlog.Hash, len(entries))
	signatures := 0
	var ledgerID [32]byte
	var before uint64
	for i, data := range entries {
		e, err := parseEntry(data)
		if err != nil {
			return nil, 0, fmt.Errorf("event %d: %w", i, err)
		}
		id := ledgerID[:]
		if i == 0 {
			id = make([]byte, 32)
			ledgerID = sha256.Sum256(append([]byte("letopis/genesis/v1\x00"), e.body...))
		}
		if err := checkSignatures(origin, id, e); err != nil {
			return nil, 0, fmt.Errorf("event %d: %w", i, err)
		}
		if e.recordedAt < before {
			return nil, 0, fmt.Errorf("event %d is recorded before the one in front of it", i)
		}
		before = e.recordedAt
		signatures += len(e.signatures)
		leaves[i] = tlog.RecordHash(data)
	}
	return leaves, signatures, nil
}

// The tree made of the entries has the signed root, and the proofs made of the tiles hold.
func checkTree(tree tlog.Tree, leaves []tlog.Hash, reader tlog.HashReader) (int, error) {
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	roots := make([]tlog.Hash, len(leaves)+1)
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashesForRecordHash(int64(i), leaf, own)
		if err != nil {
			return 0, err
		}
		stored = append(stored, hashes...)
		if roots[i+1], err = tlog.TreeHash(int64(i+1), own); err != nil {
			return 0, err
		}
	}
	if roots[tree.N] != tree.Hash {
		return 0, errors.New("the entries do not have the root that is signed")
	}
	proofs := 0
	for n := int64(0); n < tree.N; n += 1 + tree.N/40 {
		record, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(record, tree.N, tree.Hash, n, leaves[n]); err != nil {
			return 0, fmt.Errorf("event %d: %w", n, err)
		}
		older, err := tlog.ProveTree(tree.N, n+1, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(older, tree.N, tree.Hash, n+1, roots[n+1]); err != nil {
			return 0, fmt.Errorf("size %d: %w", n+1, err)
		}
		proofs += 2
	}
	return proofs, nil
}

// c2sp.org/tlog-proof@v1 | index N | hashes | empty line | checkpoint
func checkReceipt(path string, verifier note.Verifier, leaves []tlog.Hash) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(strings.TrimSuffix(path, ".tlog-proof") + ".entry")
	if err != nil {
		return err
	}
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	opened, err := openCheckpoint(signed, verifier)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash(data)
	if leaf != leaves[index] {
		return errors.New("another entry than the log has")
	}
	return tlog.CheckRecord(proof, opened.tree.N, opened.tree.Hash, index, leaf)
}

func check(url, vkey string, receipts []string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", err
	}
	text, err := fetch(url + "/checkpoint")
	if err != nil {
		return "", err
	}
	published, err := openCheckpoint(text, verifier)
	if err != nil {
		return "", err
	}
	if published.origin != verifier.Name() {
		return "", fmt.Errorf("origin %s, key of %s", published.origin, verifier.Name())
	}
	entries, err := readEntries(url, published.tree.N)
	if err != nil {
		return "", err
	}
	leaves, signatures, err := checkEntries(published.origin, entries)
	if err != nil {
		return "", err
	}
	reader := tlog.TileHashReader(published.tree, tiles{url})
	proofs, err := checkTree(published.tree, leaves, reader)
	if err != nil {
		return "", err
	}
	for _, path := range receipts {
		if err := checkReceipt(path, verifier, leaves); err != nil {
			return "", fmt.Errorf("%s: %w", path, err)
		}
	}
	return fmt.Sprintf("events %d signatures %d proofs %d receipts %d", len(entries), signatures,
		proofs, len(receipts)), nil
}

func main() {
	defer func() {
		if wrong := recover(); wrong != nil {
			fmt.Fprintln(os.Stderr, "a body that cannot be read:", wrong)
			os.Exit(1)
		}
	}()
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "check_ledger URL VKEY RECEIPT.tlog-proof...")
		os.Exit(2)
	}
	said, err := check(strings.TrimSuffix(os.Args[1], "/"), os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(said)
}
