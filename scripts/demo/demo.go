package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// options are the command's flags.
type options struct {
	terraform, emulator, mirror, example, seed string
}

// demo is one run: a scratch folder with the configuration, a tenant, and results that later steps need.
type demo struct {
	options   options
	dir       string   // scratch folder
	files     *os.Root // in it: the configuration, beside the modules that it calls
	log       *os.File // all output of Terraform and of the tenant
	terraform *terraform
	publisher *publisher
	tenant    *tenant
	catalog   *catalog
	agent     *agent
	before    state // of the tenant
}

// newDemo makes the scratch folder, with a copy of the configuration that works offline, and the log.
func newDemo(options options) (_ *demo, err error) {
	d := &demo{options: options}
	if d.dir, err = os.MkdirTemp("", "auth0access-demo-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.discard()
		}
	}()
	if d.files, err = os.OpenRoot(d.dir); err != nil {
		return nil, err
	}
	if err = d.copyConfiguration(); err != nil {
		return nil, err
	}
	cliConfig, err := d.writeCLIConfig()
	if err != nil {
		return nil, err
	}
	if d.terraform, err = newTerraform(
		options.terraform,
		filepath.Join(d.dir, filepath.Base(options.example)),
		cliConfig,
	); err != nil {
		return nil, err
	}
	if d.log, err = os.CreateTemp("", "auth0access-demo-*.log"); err != nil {
		return nil, err
	}
	d.terraform.log = d.log
	return d, nil
}

// copyConfiguration copies the example and the modules beside it, without files that Terraform may have left there.
func (d *demo) copyConfiguration() error {
	examples, name := os.DirFS(filepath.Dir(d.options.example)), filepath.Base(d.options.example)
	var files []string
	for _, pattern := range []string{name + "/*.tf", name + "/*.tfvars", "modules/*/*.tf"} {
		found, err := fs.Glob(examples, pattern)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("no %s beside %s; run the demo from the repository's top folder", pattern, d.options.example)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		content, err := fs.ReadFile(examples, file)
		if err != nil {
			return err
		}
		if err := d.write(file, string(content)); err != nil {
			return err
		}
	}
	return nil
}

// writeCLIConfig writes a CLI configuration with which init installs providers only from the mirror.
func (d *demo) writeCLIConfig() (string, error) {
	mirror, err := filepath.Abs(d.options.mirror)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(mirror); err != nil {
		return "", fmt.Errorf("no provider to install; run the demo with make demo: %w", err)
	}
	const name = "cli.tfrc"
	return filepath.Join(d.dir, name), d.write(name, fmt.Sprintf(`provider_installation {
  filesystem_mirror {
    path = %q
  }
}
`, mirror))
}

func (d *demo) write(name, content string) error {
	if err := d.files.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	return d.files.WriteFile(name, []byte(content), 0o600)
}

// edit changes a file of the configuration, and returns a function that undoes it.
func (d *demo) edit(file, old, new string) (undo func() error, err error) {
	file = path.Join(filepath.Base(d.options.example), file)
	content, err := d.files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	edited := strings.Replace(string(content), old, new, 1)
	if edited == string(content) {
		return nil, fmt.Errorf("%s does not hold %s", file, old)
	}
	return func() error { return d.write(file, string(content)) }, d.write(file, edited)
}

// close stops the tenant and ends the log.
func (d *demo) close() {
	if d.tenant != nil {
		d.tenant.stop()
	}
	if d.catalog != nil {
		d.catalog.stop()
	}
	if d.publisher != nil {
		d.publisher.stop()
	}
	_ = d.log.Close()
	_ = d.files.Close()
}

// discard removes the scratch folder.
func (d *demo) discard() { _ = os.RemoveAll(d.dir) }
