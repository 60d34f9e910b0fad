package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"
)

// varFile is the argument that gives the configuration's variables their values.
const varFile = "-var-file=example.tfvars"

// patience is how long a program may take to end after an interrupt.
const patience = 10 * time.Second

// terraform runs one Terraform or OpenTofu binary in one folder.
type terraform struct {
	binary string
	dir    string
	env    []string
	log    io.Writer
}

// newTerraform finds the binary and gives it an environment without the user's own Terraform and Auth0 settings.
func newTerraform(binary, dir, cliConfig string) (*terraform, error) {
	path, err := exec.LookPath(binary)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return nil, fmt.Errorf("no Terraform or OpenTofu: %w", err)
	}
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "AUTH0_")
	})
	env = append(env, "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1")
	return &terraform{binary: path, dir: dir, env: env}, nil
}

// name is what the user types: terraform, or tofu.
func (t *terraform) name() string {
	return strings.TrimSuffix(filepath.Base(t.binary), filepath.Ext(t.binary))
}

// version returns the product and its version, such as "Terraform v1.11.4".
func (t *terraform) version(ctx context.Context) (string, error) {
	output, err := t.run(ctx, "version")
	line, _, _ := strings.Cut(output, "\n")
	return line, err
}

// run runs one command and returns what it printed, which goes to the log too. The error is a [*commandError] if the
// command ran and its exit code is not 0.
func (t *terraform) run(ctx context.Context, command string, args ...string) (string, error) {
	var output bytes.Buffer
	both := io.MultiWriter(&output, t.log)
	err := t.start(ctx, both, both, command, args...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && ctx.Err() == nil {
		err = &commandError{command: t.name() + " " + command, code: exit.ExitCode(), output: output.String()}
	}
	return output.String(), err
}

// show decodes a plan file.
func (t *terraform) show(ctx context.Context, file string) (*tfjson.Plan, error) {
	var output bytes.Buffer
	if err := t.start(ctx, &output, t.log, "show", "-json", file); err != nil {
		return nil, err
	}
	var plan tfjson.Plan
	return &plan, json.Unmarshal(output.Bytes(), &plan)
}

// start runs one command to its end. When the context is done, it interrupts the command as Ctrl-C does.
func (t *terraform) start(ctx context.Context, stdout, stderr io.Writer, command string, args ...string) error {
	_, _ = fmt.Fprintf(t.log, "\n$ %s %s\n", t.name(), strings.Join(append([]string{command}, args...), " "))
	process := exec.CommandContext(ctx, t.binary, append([]string{command, "-no-color"}, args...)...)
	process.Dir, process.Env = t.dir, t.env
	process.Stdout, process.Stderr = stdout, stderr
	inGroupOfItsOwn(process)
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.WaitDelay = patience
	return process.Run()
}

// commandError is a command that ran and failed.
type commandError struct {
	command string
	code    int
	output  string
}

func (e *commandError) Error() string {
	return fmt.Sprintf("%s ended with exit code %d", e.command, e.code)
}

// lastLines returns the last lines of the command's output, without empty ones.
func (e *commandError) lastLines(n int) []string {
	lines := slices.DeleteFunc(
		strings.Split(e.output, "\n"),
		func(line string) bool { return strings.TrimSpace(line) == "" },
	)
	return lines[max(0, len(lines)-n):]
}
