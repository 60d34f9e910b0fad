package acctest_test

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// postgres is a PostgreSQL server of a test's own. It listens on a socket in its folder and on no port.
type postgres struct {
	bin string // where its programs are
	dir string
	as  *syscall.Credential // whom to run as; nil for the user of the test
}

// startPostgres starts an empty server that ends with the test. PostgreSQL does not run as root, so root's tests lend
// it the user that its package makes.
func startPostgres(t *testing.T) *postgres {
	t.Helper()
	server := &postgres{bin: postgresBin(t), as: postgresUser(t)}
	// t.TempDir is too long a name for a socket.
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	server.dir = dir
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if server.as != nil {
		if err := os.Chown(dir, int(server.as.Uid), int(server.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	server.run(t, "initdb", "--pgdata", data, "--username", "terraform", "--auth", "trust", "--no-sync", "--no-instructions")
	server.run(t, "pg_ctl", "start", "--wait", "--pgdata", data, "--log", filepath.Join(dir, "log"),
		"--options", fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories='%s' -c fsync=off -c max_connections=200", dir))
	t.Cleanup(func() { server.run(t, "pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", data) })
	return server
}

// createDatabase makes a database and returns what the backend pg connects to it with.
func (p *postgres) createDatabase(t *testing.T, name string) string {
	t.Helper()
	p.run(t, "createdb", "--host", p.dir, "--username", "terraform", name)
	return "postgres:///" + name + "?" + url.Values{"host": {p.dir}, "user": {"terraform"}, "sslmode": {"disable"}}.Encode()
}

func (p *postgres) run(t *testing.T, program string, arguments ...string) {
	t.Helper()
	// Not the test's context: it has ended when the server is stopped.
	command := exec.Command(filepath.Join(p.bin, program), arguments...)
	command.Dir = p.dir
	command.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	// The server that pg_ctl starts inherits this file and outlives pg_ctl; a pipe would keep Wait waiting for it.
	output, err := os.CreateTemp(t.TempDir(), program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	command.Stdout, command.Stderr = output, output
	if err := command.Run(); err != nil {
		said, _ := os.ReadFile(output.Name())
		t.Fatalf("%s: %v\n%s", program, err, bytes.TrimSpace(said))
	}
}

// postgresBin finds the folder of the server's programs, which Debian keeps off PATH.
func postgresBin(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	if path, err := exec.LookPath("initdb"); err == nil && len(found) == 0 {
		found = []string{path}
	}
	if len(found) == 0 {
		const absent = "PostgreSQL is needed: the package postgresql of Debian and others, with initdb on PATH or in /usr/lib/postgresql"
		if os.Getenv("CI") != "" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	return filepath.Dir(found[len(found)-1])
}

func postgresUser(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
