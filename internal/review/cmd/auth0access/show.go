package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// planJSON reads a plan: JSON from a file or from standard input (-), or a saved plan, which it lets Terraform show.
func planJSON(command *cobra.Command, path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(command.InOrStdin()), nil
	}
	file, err := os.Open(path) //nolint:gosec // a file that the caller names
	if err != nil {
		return nil, err
	}
	begin := make([]byte, 2)
	if n, _ := io.ReadFull(file, begin); n == len(begin) && string(begin) == "PK" { // a saved plan is a ZIP archive
		_ = file.Close()
		return showPlan(command, path)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// showPlan lets Terraform or OpenTofu show a saved plan. It runs in the folder of the plan's configuration.
func showPlan(command *cobra.Command, path string) (io.ReadCloser, error) {
	terraform, err := findTerraform()
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	var out, complaints bytes.Buffer
	//nolint:gosec // the program that the caller has
	show := exec.CommandContext(command.Context(), terraform, "show", "-json", absolute)
	show.Stdout, show.Stderr = &out, &complaints
	if err := show.Run(); err != nil {
		return nil, fmt.Errorf("%s cannot show %s: %w\n%s\nRun auth0access in the folder of the configuration, after "+
			"\"terraform init\", or give it the JSON", terraform, path, err, strings.TrimSpace(complaints.String()))
	}
	return io.NopCloser(&out), nil
}

// findTerraform returns the program that TF names, or else terraform or tofu.
func findTerraform() (string, error) {
	if named := os.Getenv("TF"); named != "" {
		return exec.LookPath(named)
	}
	for _, program := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(program); err == nil {
			return path, nil
		}
	}
	return "", errors.New("a saved plan needs terraform or tofu, and neither is in PATH: " +
		"name it in TF, or give the JSON that \"terraform show -json PLAN\" prints")
}
