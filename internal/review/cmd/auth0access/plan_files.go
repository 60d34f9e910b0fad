package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// planFiles are the files that complete a plan.
type planFiles struct{ tenant, messages string }

func (f *planFiles) addFlags(command *cobra.Command) {
	command.Flags().StringVar(&f.tenant, "tenant", "",
		"a refresh-only plan (-refresh-only) from which to take data sources and outputs")
	command.Flags().StringVar(&f.messages, "messages", "",
		"what \"terraform plan -json\" printed: its errors about the tenant are findings")
}

// read reads a plan and the files that complete it. It fails for errors of the plan that are not about the tenant.
func (f *planFiles) read(command *cobra.Command, path string) (plan *review.Plan, failure review.Failure, err error) {
	if f.messages != "" {
		if failure, err = readFile(f.messages, review.ReadFailure); err != nil {
			return nil, failure, err
		}
	}
	if len(failure.Errors) > 0 {
		return nil, failure, errors.New("the plan could not be made\n\n" + strings.Join(failure.Errors, "\n\n"))
	}
	text, err := planJSON(command, path)
	if err != nil {
		return nil, failure, err
	}
	defer func() { _ = text.Close() }()
	if plan, err = review.ReadPlan(text); err != nil {
		return nil, failure, fmt.Errorf("%s: %w", path, err)
	}
	if f.tenant == "" {
		return plan, failure, nil
	}
	looked, err := planJSON(command, f.tenant)
	if err != nil {
		return nil, failure, err
	}
	defer func() { _ = looked.Close() }()
	if err := plan.ReadTenant(looked); err != nil {
		return nil, failure, fmt.Errorf("%s: %w", f.tenant, err)
	}
	return plan, failure, nil
}
