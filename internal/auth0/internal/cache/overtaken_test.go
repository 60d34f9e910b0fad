package cache_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// asked is a shelf whose single calls wait for the test to answer them.
type asked struct {
	*shelf
	calls chan chan string
}

func (a *asked) Read(_ context.Context, key string) (*thing, error) {
	answer := make(chan string)
	a.calls <- answer
	return &thing{ID: key, Owner: "o", Text: <-answer}, nil
}

// While a write is under way, two calls may be answered in another order than the API acted on them.
func TestReadsDoNotShareACallThatAnotherAnswerOvertook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := &asked{shelfOf(1, 0), make(chan chan string)}
		c := cache.New[thing](newStore(), source)
		read := func(how cache.Freshness) (text chan string) {
			text = make(chan string, 1)
			go func() {
				value, err := c.Read(t.Context(), "t000", how)
				if err != nil {
					t.Error(err)
				}
				text <- value.Text
			}()
			return text
		}
		written := make(chan bool)
		go func() {
			_, _ = c.Update(t.Context(), "t000", map[string]string{"text": "new"}, func() (*thing, error) {
				<-written
				return &thing{ID: "t000", Owner: "o", Text: "new"}, nil
			})
		}()
		synctest.Wait()

		first := read(cache.Fresh)
		firstCall := <-source.calls
		second := read(cache.Fresh)
		secondCall := <-source.calls
		firstCall <- "new"
		if got := <-first; got != "new" {
			t.Errorf("the first read saw %q", got)
		}
		third := read(cache.Remembered)
		synctest.Wait()
		select {
		case call := <-source.calls:
			call <- "new"
		default:
			t.Error("the third read makes no call")
		}
		secondCall <- "old" // from before the write, and slow
		<-second
		if got := <-third; got != "new" {
			t.Errorf("the third read saw %q after the first one had seen %q", got, "new")
		}
		close(written)
		synctest.Wait()
	})
}
