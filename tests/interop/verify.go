// SPDX-License-Identifier: Apache-2.0

// Command verify checks a log's files with golang.org/x/mod/sumdb (note and tlog), an
// implementation of the formats that is not this project's. It prints "ok" or what is wrong.
//
//	verify checkpoint LOG_VKEY WITNESS_VKEY CHECKPOINT
//	verify record LOG_VKEY PROOF ENTRY
//	verify grown LOG_VKEY OLDER NEWER HASHES
//
// CHECKPOINT, OLDER and NEWER are signed checkpoints, PROOF a tlog-proof, ENTRY the entry's bytes,
// HASHES a file of base64 lines.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosigner verifies timestamped Ed25519 cosignatures (type 04), which x/mod does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	t := binary.BigEndian.Uint64(sig)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", t, msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func newCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("not a cosigner's vkey")
	}
	return cosigner{parts[0], uint32(hash), ed25519.PublicKey(key[1:])}, nil
}

// open verifies a signed checkpoint; every verifier given must have signed it.
func open(signed string, verifiers ...note.Verifier) (tlog.Tree, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(n.Sigs) != len(verifiers) {
		return tlog.Tree{}, fmt.Errorf("%d of %d signatures", len(n.Sigs), len(verifiers))
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != verifiers[0].Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func read(path string) (string, error) {
	data, err := os.ReadFile(path)
	return string(data), err
}

func hashes(text string) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, line := range strings.Fields(text) {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

func checkCheckpoint(logKey note.Verifier, args []string) error {
	witness, err := newCosigner(args[0])
	if err != nil {
		return err
	}
	signed, err := read(args[1])
	if err != nil {
		return err
	}
	_, err = open(signed, logKey, witness)
	return err
}

func checkRecord(logKey note.Verifier, args []string) error {
	proof, err := read(args[0])
	if err != nil {
		return err
	}
	entry, err := read(args[1])
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	path, err := hashes(strings.Join(lines[2:], "\n"))
	if err != nil {
		return err
	}
	tree, err := open(signed, logKey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash([]byte(entry)))
}

func checkGrown(logKey note.Verifier, args []string) error {
	var trees [2]tlog.Tree
	for i := range trees {
		signed, err := read(args[i])
		if err != nil {
			return err
		}
		if trees[i], err = open(signed, logKey); err != nil {
			return err
		}
	}
	text, err := read(args[2])
	if err != nil {
		return err
	}
	proof, err := hashes(text)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, trees[1].N, trees[1].Hash, trees[0].N, trees[0].Hash)
}

func run(args []string) error {
	checks := map[string]struct {
		arguments int
		check     func(note.Verifier, []string) error
	}{
		"checkpoint": {2, checkCheckpoint},
		"record":     {2, checkRecord},
		"grown":      {3, checkGrown},
	}
	if len(args) < 2 || len(args) != 2+checks[args[0]].arguments {
		return errors.New("usage: see the comment at the top of verify.go")
	}
	logKey, err := note.NewVerifier(args[1])
	if err != nil {
		return err
	}
	return checks[args[0]].check(logKey, args[2:])
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ok")
}
