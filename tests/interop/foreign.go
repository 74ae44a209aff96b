// SPDX-License-Identifier: Apache-2.0

// Command foreign is the other side of C2SP tlog-witness, made of golang.org/x/mod/sumdb (note and
// tlog): a log that asks a witness, and a witness that logs ask.
//
//	foreign log LOG_SKEY LOG_VKEY WITNESS_URL WITNESS_VKEY
//	foreign witness LOG_VKEY WITNESS_NAME
//
// The log asks for cosignatures as it should and as it should not, checks those that it gets, and
// prints a line for each request with the status and what was wrong with the answer. The witness
// prints its address and its vkey in one line, and serves until it is killed.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Timestamped Ed25519 cosignatures (type 04), which x/mod does not know.
type cosigner struct {
	name    string
	hash    uint32
	public  ed25519.PublicKey
	private ed25519.PrivateKey // nil: only verifies
}

func cosignedMessage(t uint64, text []byte) []byte {
	return []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", t, text))
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, sig []byte) bool {
	return len(sig) == 8+ed25519.SignatureSize &&
		ed25519.Verify(c.public, cosignedMessage(binary.BigEndian.Uint64(sig), text), sig[8:])
}
func (c cosigner) line(text string, now time.Time) string {
	t := uint64(now.Unix())
	payload := binary.BigEndian.AppendUint32(nil, c.hash)
	payload = binary.BigEndian.AppendUint64(payload, t)
	payload = append(payload, ed25519.Sign(c.private, cosignedMessage(t, []byte(text)))...)
	return "\u2014 " + c.name + " " + base64.StdEncoding.EncodeToString(payload) + "\n"
}

// The type in front of the key.
func typed(key ed25519.PublicKey) []byte { return append([]byte{4}, key...) }

func newCosigner(name string) (cosigner, error) {
	public, private, err := ed25519.GenerateKey(nil)
	sum := sha256.Sum256(append([]byte(name+"\n"), typed(public)...))
	return cosigner{name, binary.BigEndian.Uint32(sum[:]), public, private}, err
}

func (c cosigner) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", c.name, c.hash, base64.StdEncoding.EncodeToString(typed(c.public)))
}

func parseCosigner(vkey string) (cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return cosigner{}, errors.New("not a vkey")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return cosigner{}, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return cosigner{}, errors.New("not a cosigner's vkey")
	}
	return cosigner{parts[0], uint32(hash), key[1:], nil}, nil
}

// --- a log ---------------------------------------------------------------------------------------

type growing struct {
	stored []tlog.Hash
	size   int64
}

func (l *growing) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = l.stored[index]
	}
	return out, nil
}

// The record of each place says which history it is of.
func (l *growing) growTo(size int64, history string) error {
	for ; l.size < size; l.size++ {
		record := fmt.Sprintf("%s %d", history, l.size)
		hashes, err := tlog.StoredHashes(l.size, []byte(record), l)
		if err != nil {
			return err
		}
		l.stored = append(l.stored, hashes...)
	}
	return nil
}

func (l *growing) checkpoint(size int64, origin string, signer note.Signer) (string, error) {
	root, err := tlog.TreeHash(size, l)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	return string(signed), err
}

type asking struct {
	url      string
	witness  cosigner
	verifier note.Verifier
}

// What the witness says, with its size if it names one; an answer of 200 has to be its cosignature.
func (a asking) ask(old int64, proof tlog.TreeProof, checkpoint string) (string, error) {
	body := fmt.Sprintf("old %d\n", old)
	for _, hash := range proof {
		body += hash.String() + "\n"
	}
	body += "\n" + checkpoint
	response, err := http.Post(a.url+"add-checkpoint", "text/plain", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	said := strconv.Itoa(response.StatusCode)
	if response.Header.Get("Content-Type") == "text/x.tlog.size" {
		said += " " + strings.TrimSuffix(string(answer), "\n")
	}
	if response.StatusCode == http.StatusOK {
		opened, err := note.Open([]byte(checkpoint+string(answer)), note.VerifierList(a.verifier, a.witness))
		if err != nil || len(opened.Sigs) != 2 {
			said += " without a cosignature"
		}
	}
	return said, nil
}

func runLog(skey, vkey, url, witnessKey string) error {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	witness, err := parseCosigner(witnessKey)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	strangerKey, _, err := note.GenerateKey(rand.Reader, signer.Name())
	if err != nil {
		return err
	}
	stranger, err := note.NewSigner(strangerKey)
	if err != nil {
		return err
	}
	origin := signer.Name()
	var truth, fork growing
	for _, grown := range []error{truth.growTo(310, "truth"), fork.growTo(5, "truth"), fork.growTo(310, "fork")} {
		if grown != nil {
			return grown
		}
	}
	asked := asking{url, witness, verifier}
	for _, step := range []struct {
		name     string
		old, now int64
		log      *growing
		origin   string
		signer   note.Signer
	}{
		{"first", 0, 3, &truth, origin, signer},
		{"grown", 3, 10, &truth, origin, signer},
		{"again", 10, 10, &truth, origin, signer},
		{"across tiles", 10, 300, &truth, origin, signer},
		{"from a forgotten size", 3, 300, &truth, origin, signer},
		{"put back", 0, 10, &truth, origin, signer},
		{"shorter", 300, 10, &truth, origin, signer},
		{"another history", 300, 300, &fork, origin, signer},
		{"grown from another history", 300, 310, &fork, origin, signer},
		{"by another key", 300, 300, &truth, origin, stranger},
		{"of another log", 300, 300, &truth, "other.example/log", signer},
		{"still there", 300, 300, &truth, origin, signer},
	} {
		checkpoint, err := step.log.checkpoint(step.now, step.origin, step.signer)
		if err != nil {
			return err
		}
		var proof tlog.TreeProof
		if step.old > 0 && step.old < step.now {
			if proof, err = tlog.ProveTree(step.now, step.old, step.log); err != nil {
				return err
			}
		}
		said, err := asked.ask(step.old, proof, checkpoint)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", step.name, said)
	}
	return nil
}

// --- a witness -----------------------------------------------------------------------------------

type watching struct {
	mutex sync.Mutex
	log   note.Verifier
	key   cosigner
	seen  tlog.Tree // of size 0: nothing yet
	note  string    // the checkpoint of that tree, cosigned
}

func parseTree(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func (w *watching) answer(request string) (int, string) {
	head, signed, found := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !found || err != nil || !strings.HasPrefix(lines[0], "old ") {
		return http.StatusBadRequest, "malformed\n"
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return http.StatusBadRequest, "malformed proof\n"
		}
		proof = append(proof, hash)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(w.log))
	if err != nil {
		return http.StatusForbidden, err.Error() + "\n"
	}
	now, err := parseTree(opened.Text, w.log.Name())
	if err != nil {
		return http.StatusNotFound, err.Error() + "\n"
	}
	if old > now.N {
		return http.StatusBadRequest, "the old size is larger\n"
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if old != w.seen.N {
		return http.StatusConflict, strconv.FormatInt(w.seen.N, 10) + "\n"
	}
	if old == now.N && now.Hash != w.seen.Hash {
		return http.StatusUnprocessableEntity, "another history\n"
	}
	if old > 0 && old < now.N {
		if err := tlog.CheckTree(proof, now.N, now.Hash, old, w.seen.Hash); err != nil {
			return http.StatusUnprocessableEntity, err.Error() + "\n"
		}
	} else if len(proof) > 0 {
		return http.StatusUnprocessableEntity, "nothing to prove\n"
	}
	line := w.key.line(opened.Text, time.Now())
	w.seen, w.note = now, signed+line
	return http.StatusOK, line
}

// The newest checkpoint that was cosigned, for whoever knows the log's name.
func (w *watching) shown() (int, string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.seen.N == 0 {
		return http.StatusNotFound, "nothing yet\n"
	}
	return http.StatusOK, w.note
}

func say(out http.ResponseWriter, status int, said string) {
	kind := "text/plain; charset=utf-8"
	if status == http.StatusConflict {
		kind = "text/x.tlog.size"
	}
	out.Header().Set("Content-Type", kind)
	out.WriteHeader(status)
	io.WriteString(out, said)
}

func (w *watching) ServeHTTP(out http.ResponseWriter, request *http.Request) {
	shown := fmt.Sprintf("/%x/checkpoint", sha256.Sum256([]byte(w.log.Name())))
	if request.Method == http.MethodGet && request.URL.Path == shown {
		status, said := w.shown()
		say(out, status, said)
		return
	}
	if request.Method != http.MethodPost || request.URL.Path != "/add-checkpoint" {
		http.NotFound(out, request)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, request.Body, 16384))
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	status, said := w.answer(string(body))
	say(out, status, said)
}

func runWitness(logKey, name string) error {
	verifier, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	key, err := newCosigner(name)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/ %s\n", listener.Addr(), key.vkey())
	return http.Serve(listener, &watching{log: verifier, key: key})
}

func main() {
	args := os.Args[1:]
	err := errors.New("usage: see the comment at the top of foreign.go")
	switch {
	case len(args) == 5 && args[0] == "log":
		err = runLog(args[1], args[2], args[3], args[4])
	case len(args) == 3 && args[0] == "witness":
		err = runWitness(args[1], args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
