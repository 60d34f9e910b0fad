package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/accesscheck"
	"github.com/auth0access/terraform-provider-auth0access/internal/accesscheck/judge"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/effectiveaccess"
)

// checkOptions are the flags of --check.
type checkOptions struct {
	isOn     bool
	question judge.Question
}

// checkFlags are the flags that need --check.
var checkFlags = []string{
	"subject-type", "scope", "organization-id", "connection-name", "resource-parameter", "prompt-none",
}

func (c *checkOptions) addFlags(flags *pflag.FlagSet) {
	q := &c.question
	flags.BoolVar(&c.isOn, "check", false, "say whether one application gets a token of one API, and if not, why")
	flags.StringVar(&q.SubjectType, "subject-type", auth0.SubjectTypeUser, "with --check: user or client")
	flags.StringArrayVar(&q.Scopes, "scope", nil, "with --check: a scope that the token must have; repeatable")
	flags.StringVar(&q.Organization, "organization-id", "", "with --check: the organization that the token is for")
	flags.StringVar(&q.Connection, "connection-name", "", "with --check: the connection that users log in with")
	flags.BoolVar(&q.ByResource, "resource-parameter", false, "with --check: the application sends resource, not audience")
	flags.BoolVar(&q.Silent, "prompt-none", false, "with --check: the application sends prompt=none")
}

// check refuses flags that cannot be combined.
func (c *checkOptions) check(filter effectiveaccess.Filter, format string, isGiven func(string) bool) error {
	if !c.isOn {
		if i := slices.IndexFunc(checkFlags, isGiven); i >= 0 {
			return fmt.Errorf("--%s needs --check", checkFlags[i])
		}
		return nil
	}
	switch {
	case len(filter.Audiences) != 1 || len(filter.ClientIDs) > 1:
		return errors.New("--check needs one --audience, and at most one --client-id")
	case filter.IncludeNone, format == "mermaid":
		return errors.New("--check cannot be combined with --include-none or --format mermaid")
	case !slices.Contains(access.SubjectTypes(), c.question.SubjectType):
		return fmt.Errorf("--subject-type %s: write user or client", c.question.SubjectType)
	}
	return nil
}

// run asks the tenant. It returns errFound if the application gets no token, or if that is not known.
func (c *checkOptions) run(
	command *cobra.Command, client *auth0.Client, filter effectiveaccess.Filter, format string,
) error {
	question := c.question
	question.Audience = filter.Audiences[0]
	if len(filter.ClientIDs) == 1 {
		question.ClientID = filter.ClientIDs[0]
	}
	result, err := accesscheck.Check(command.Context(), client, question)
	if err != nil {
		return err
	}
	out := command.OutOrStdout()
	switch format {
	case "json":
		err = writeJSON(out, result)
	case "markdown":
		_, err = io.WriteString(out, result.Markdown())
	default:
		_, err = io.WriteString(out, result.Text())
	}
	if err == nil && !result.Allowed {
		return errFound
	}
	return err
}
