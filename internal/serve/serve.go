// Package serve runs a provider as the plugin process that Terraform starts, so that it costs little in large
// configurations: what the framework would keep of every request until the process ends is let go when the request is
// over, and log lines that nobody sees are not written.
package serve

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve serves the provider with the given registry address until Terraform ends it. With debug it does not wait for
// Terraform, but prints how to attach to it.
func Serve(address string, newProvider func() provider.Provider, debug bool) error {
	if err := Quieten(); err != nil {
		return err
	}
	spendMemory()
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return NewServer(newProvider()) }, options...)
}

// logs are the variables that set what a provider and the libraries beneath it log.
var logs = []string{"TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// Quieten turns the provider's logs off if the user has asked for none. They would be written all the same, at their
// finest level, and Terraform reads them and throws them away: a third of the work of a large plan.
func Quieten() error {
	asked := slices.ContainsFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "TF_LOG") })
	if asked {
		return nil
	}
	for _, name := range logs {
		if err := os.Setenv(name, "off"); err != nil {
			return err
		}
	}
	return nil
}

const (
	// gcPercent lets the heap grow to five times what is in use before garbage is collected, not twice: little is in use,
	// and collecting it was a third of the work.
	gcPercent = 400

	// memoryLimit is what may be held in that way, in bytes.
	memoryLimit = 224 << 20
)

// spendMemory trades memory for processor time, within bounds, if the user has not set Go's own variables for that.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
