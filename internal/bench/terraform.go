package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// patience is how long Terraform may take to end after it was asked to.
const patience = 10 * time.Second

// version is what Terraform shall see as the provider's.
const version = "0.0.1"

// workspace is a folder with a configuration, in which Terraform runs with one provider.
type workspace struct {
	terraform string
	dir       string
	env       []string
	usage     string // folder for what the provider's processes used
}

// newWorkspace makes a folder below scratch from whose mirror Terraform installs the provider's stand-in.
func newWorkspace(terraform, scratch string, p candidate) (*workspace, error) {
	terraform, err := exec.LookPath(terraform)
	if err == nil {
		terraform, err = filepath.Abs(terraform)
	}
	if err != nil {
		return nil, fmt.Errorf("no Terraform or OpenTofu: %w", err)
	}
	dir, err := os.MkdirTemp(scratch, p.name+"-")
	if err != nil {
		return nil, err
	}
	w := &workspace{terraform: terraform, dir: dir, usage: filepath.Join(dir, "usage")}
	mirror := filepath.Join(dir, "mirror")
	platform := filepath.Join(mirror, filepath.FromSlash(p.address), version, runtime.GOOS+"_"+runtime.GOARCH)
	for _, folder := range []string{platform, w.usage, filepath.Join(dir, "partner")} {
		if err := os.MkdirAll(folder, 0o750); err != nil {
			return nil, err
		}
	}
	if err := copySelf(filepath.Join(platform, "terraform-provider-"+path.Base(p.address)+"_v"+version)); err != nil {
		return nil, err
	}
	if err := w.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  "+
		"}\n}\n", mirror)); err != nil {
		return nil, err
	}
	// Nothing of the user's own Terraform and Auth0 settings.
	w.env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "AUTH0_")
	})
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1",
		envMeasured+"="+p.binary, envUsage+"="+w.usage)
	return w, nil
}

func (w *workspace) write(name, content string) error {
	return os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600)
}

// copySelf copies this program.
func copySelf(to string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	content, err := os.ReadFile(self) //nolint:gosec // this program
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o700) //nolint:gosec // a program must be executable
}

// state is Terraform's state, and nil if there is none.
func (w *workspace) state() ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return content, err
}

// setState replaces Terraform's state.
func (w *workspace) setState(state []byte) error {
	if state == nil {
		err := os.Remove(filepath.Join(w.dir, "terraform.tfstate"))
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		return err
	}
	return w.write("terraform.tfstate", string(state))
}

// cost is what one run of Terraform took.
type cost struct {
	wall     time.Duration
	provider usage
	cpu      time.Duration // of Terraform alone
}

// run runs a Terraform command for a tenant. An exit code other than 0 is an error that shows what Terraform said.
func (w *workspace) run(ctx context.Context, t *tenant, command string, args ...string) (cost, error) {
	args = append([]string{command, "-no-color", "-input=false"}, args...)
	process := exec.CommandContext(ctx, w.terraform, args...) //nolint:gosec // running Terraform is what this is for
	process.Dir, process.Env = w.dir, append(slices.Clone(w.env), t.env...)
	var output bytes.Buffer
	process.Stdout, process.Stderr = &output, &output
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.WaitDelay = patience
	inGroupOfItsOwn(process)
	start := time.Now()
	err := process.Run()
	wall := time.Since(start)
	endGroup(process)
	if err != nil {
		return cost{}, fmt.Errorf("terraform %s: %w\n%s", command, err, lastLines(output.String(), 30))
	}
	used, err := collect(w.usage)
	if err != nil {
		return cost{}, err
	}
	return cost{wall: wall, provider: used, cpu: cpu(process.ProcessState) - used.CPU - used.Overhead}, nil
}

// lastLines returns the end of what a command said.
func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
