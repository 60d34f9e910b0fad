package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const reviewHelp = `Say who gains and who loses what if a plan is applied.

PLAN is what "terraform show -json" prints of a saved plan, a saved plan (which terraform or tofu is asked to show; TF
names another program), or - for standard input.

A plan that changes access does not read auth0access_effective_access before it is applied. To have names, default
permissions and the access of everybody else in the report, make another one with -refresh-only and name it in --tenant.

With --fail-on gains, a run ends with 2 if somebody gains, or may gain for all that the plan knows. With any, it does if
there is any finding. With boundary, it does if a question has the wrong answer that --reference, --not-granted,
--nothing-for-everybody or --boundary asks, or if somebody gains beyond an access_boundary that only warns.`

var planTolerances = []string{"gains", "any", "boundary"}

// questions are the files with the questions for a review.
type questions struct {
	planFiles
	reference, notGranted, boundary, allow string
	nothingForEverybody                    bool
}

func newReview() *cobra.Command {
	var asked questions
	o := &output{formats: []string{"text", "markdown", "json", "sarif", "codequality", "mermaid"}}
	command := &cobra.Command{
		Use:     "review PLAN",
		Short:   "Say who gains and who loses what if a plan is applied",
		Long:    reviewHelp,
		Example: "  terraform plan -out=plan\n  auth0access review plan --fail-on gains --allow approved.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if err := o.check(planTolerances...); err != nil {
				return err
			}
			report, err := asked.review(command, args[0])
			if err != nil {
				return err
			}
			if err := report.Ignore(o.ignored); err != nil {
				return err
			}
			if err := o.writeAll(command.OutOrStdout(), report, args[0]); err != nil {
				return err
			}
			return o.end(report)
		},
	}
	o.addFlags(command, planTolerances...)
	o.addFiles(command)
	flags := command.Flags()
	asked.addFlags(command)
	flags.StringVar(&asked.reference, "reference", "", "snapshot beyond which nobody may reach anything")
	flags.StringVar(&asked.notGranted, "not-granted", "", "YAML or JSON file of scopes that nobody may get, by API")
	flags.StringVar(&asked.boundary, "boundary", "",
		"YAML or JSON file of the most that anybody may be granted, by API; access_boundary may not allow more")
	flags.BoolVar(&asked.nothingForEverybody, "nothing-for-everybody", false,
		"report default permissions, promotions, registration and whatever else is open to every third party")
	flags.StringVar(&asked.allow, "allow", "", "YAML or JSON file of findings that were approved, each with an end date")
	return command
}

// review reads the plan and the questions, and returns the report.
func (q questions) review(command *cobra.Command, path string) (report *review.Report, err error) {
	options := review.Options{NothingForEverybody: q.nothingForEverybody}
	if q.reference != "" {
		if options.Reference, err = readFile(q.reference, review.ReadSnapshot); err != nil {
			return nil, err
		}
	}
	if q.notGranted != "" {
		if options.NotGranted, err = readFile(q.notGranted, review.ReadNotGranted); err != nil {
			return nil, err
		}
	}
	if q.boundary != "" {
		if options.Boundary, err = readFile(q.boundary, review.ReadBoundary); err != nil {
			return nil, err
		}
	}
	var allowed []review.Allowance
	if q.allow != "" {
		if allowed, err = readFile(q.allow, review.ReadAllowances); err != nil {
			return nil, err
		}
	}
	plan, failure, err := q.read(command, path)
	if err != nil {
		return nil, err
	}
	options.Failure = failure
	report = plan.Review(options)
	report.Allow(allowed, time.Now())
	return report, nil
}

// readFile reads a file, and names it in errors.
func readFile[T any](path string, read func(io.Reader) (T, error)) (value T, err error) {
	file, err := os.Open(path) //nolint:gosec // a file that the caller names
	if err != nil {
		return value, err
	}
	defer func() { _ = file.Close() }()
	if value, err = read(file); err != nil {
		return value, fmt.Errorf("%s: %w", path, err)
	}
	return value, nil
}
