package acctest_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// guideReader follows a guide.
type guideReader struct {
	t           *testing.T
	dir         string
	environment []string
	scopes      []string          // Management API scopes that the guide lists
	machineIDs  []string          // applications whose calls need the scopes
	begin       guideCheck        // nil for none
	check       func()            // what begin returned
	machines    string            // the file for terraformAsMachines
	domain      string            // of the emulator
	address     *strings.Replacer // from the ports in the guide to free ones
	publisher   string            // port for the web server of a publisher
	shell       io.Writer
	output      *bufio.Reader
}

func newGuideReader(t *testing.T, environment []string) *guideReader {
	t.Helper()
	dir := t.TempDir()
	for source, target := range map[string]string{"guides": ".", "ci": "ci"} {
		if err := os.CopyFS(filepath.Join(dir, target), os.DirFS(filepath.Join(examplesDir, source))); err != nil {
			t.Fatal(err)
		}
	}
	bash := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc")
	machines := filepath.Join(t.TempDir(), "machines")
	environment = append(slices.Clone(environment), "VAULT_DIR="+t.TempDir(), machinesVariable+"="+machines)
	bash.Dir, bash.Env, bash.WaitDelay = dir, environment, time.Second
	bash.Cancel = func() error { return bash.Process.Signal(syscall.SIGTERM) } // so that it runs its trap
	in, err := bash.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := bash.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	bash.Stderr = bash.Stdout
	if err := bash.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = bash.Wait()
	})
	// A guide may leave a web server running in the background when it fails.
	if _, err := io.WriteString(in, "trap 'kill $(jobs -p) 2>/dev/null' EXIT\n"); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	return &guideReader{
		t: t, dir: dir, environment: environment, machines: machines, machineIDs: []string{"applies", "reads"}, publisher: port,
		address: strings.NewReplacer(publisherPort, port), shell: in, output: bufio.NewReader(out),
	}
}

// publisherPort is the port at which guides serve a publisher's documents.
const publisherPort = "4020"

// freePort returns a port of this machine on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func (r *guideReader) follow(block *guideBlock) {
	r.t.Helper()
	file := guideFile.FindStringSubmatch(block.text)
	switch {
	case block.skip, block.language == "mermaid": // a picture
	case block.language == "shell" && strings.HasPrefix(block.text, "auth0-emulator --listen 127.0.0.1:4010"):
		r.signInAsMachines()
		r.compare(block, r.startEmulator(block.text))
	case block.language == "shell":
		if block.before > 0 { // the guide does by hand what a machine does with later versions
			r.machineIDs = append(r.machineIDs, "terraform")
		}
		output, status := r.run(r.address.Replace(block.text))
		r.t.Logf("line %d: %s%s", block.line, block.text, output)
		if status != 0 && (block.output == nil || !strings.Contains(block.output.text, "Error: ")) {
			r.t.Fatalf("line %d: %sended with status %d:\n%s", block.line, block.text, status, output)
		}
		r.compare(block, output)
	case file != nil:
		path := filepath.Join(r.dir, file[1])
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			r.t.Fatal(err)
		}
		writeFile(r.t, path, []byte(r.address.Replace(block.text)))
		if output, status := r.run("terraform fmt -check -diff"); status != 0 {
			r.t.Fatalf("line %d: not formatted:\n%s", block.line, output)
		}
	default:
		r.t.Fatalf("line %d: the %q block names no file, follows no commands, and is not marked as not run", block.line, block.language)
	}
}

// startEmulator runs the emulator beside the shell and returns what it prints.
func (r *guideReader) startEmulator(command string) string {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	emulator := exec.CommandContext(ctx, "bash", "-c", "exec "+strings.Replace(r.address.Replace(command), ":4010", ":0", 1))
	emulator.Dir, emulator.Env = r.dir, r.environment
	out, err := emulator.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := emulator.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		cancel()
		_ = emulator.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		r.t.Fatalf("%s: %v", command, err)
	}
	var ready struct{ Domain string }
	if err := json.Unmarshal([]byte(line), &ready); err != nil {
		r.t.Fatalf("%s: %v", line, err)
	}
	r.domain = ready.Domain
	r.address = strings.NewReplacer(
		"127.0.0.1:4010", ready.Domain, realTenant, "AUTH0_DOMAIN=http://"+ready.Domain, publisherPort, r.publisher,
	)
	if r.begin != nil {
		r.check = r.begin(r.t, "http://"+ready.Domain)
	}
	return line
}

const endOfBlock = "end of block, status "

var escapeSequence = regexp.MustCompile("\x1b\\[[0-9;]*m")

// run types commands into the shell and returns what they print and the status of the last one.
func (r *guideReader) run(commands string) (output string, status int) {
	r.t.Helper()
	if _, err := fmt.Fprintf(r.shell, "{ %s\n} </dev/null\necho \"\n%s$?\"\n", strings.TrimSpace(commands), endOfBlock); err != nil {
		r.t.Fatal(err)
	}
	for {
		line, err := r.output.ReadString('\n')
		if err != nil {
			r.t.Fatalf("the shell ended in %s: %v\n%s", commands, err, output)
		}
		if end, found := strings.CutPrefix(line, endOfBlock); found {
			status, err = strconv.Atoi(strings.TrimSpace(end))
			if err != nil {
				r.t.Fatal(err)
			}
			return output, status
		}
		output += escapeSequence.ReplaceAllString(line, "")
	}
}

// compare compares what was printed with the guide's text, apart from blank lines and indentation.
func (r *guideReader) compare(block *guideBlock, output string) {
	r.t.Helper()
	if block.output == nil {
		return
	}
	pattern := "(?m)^"
	for _, line := range strings.Split(r.address.Replace(block.output.text), "\n") {
		switch line = strings.TrimSpace(line); line {
		case "":
		case "…":
			pattern += `(?:.*\n)*?`
		default:
			pattern += strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + `\n`
		}
	}
	var printed strings.Builder
	for _, line := range strings.Split(output, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			printed.WriteString(line + "\n")
		}
	}
	if !regexp.MustCompile(pattern).MatchString(printed.String()) {
		r.t.Fatalf("line %d: %sdoes not print\n%s\nbut\n%s", block.output.line, block.text, block.output.text, output)
	}
}
