package tf

import "context"

// Undo is for the Delete of a setting, with the request's private state. It calls undo, unless another resource of this
// run declares the object: that one's declaration is what counts, whichever of the two comes first.
func (d *Declarations) Undo(ctx context.Context, left Declared, private PrivateReader, undo func() error) error {
	spared, diags := private.GetKey(ctx, sparedKey)
	if spared != nil && !diags.HasError() {
		return nil
	}
	return d.inTurn(ctx, left, func(object *object) error {
		d.mu.Lock()
		isDeclared := len(object.declared) > 0
		object.undone = object.undone || !isDeclared
		d.mu.Unlock()
		if isDeclared {
			return nil
		}
		return undo()
	})
}

// Write is for the Create and the Update of a setting. It calls write while nobody else writes the object. undone says
// that this run has undone the object: a read that shows it as it is wanted may be from before that, so it has to be
// written.
func Write[T any](
	ctx context.Context,
	d *Declarations,
	now Declared,
	write func(undone bool) (T, error),
) (written T, err error) {
	err = d.inTurn(ctx, now, func(object *object) error {
		d.mu.Lock()
		undone := object.undone
		d.mu.Unlock()
		written, err = write(undone)
		return err
	})
	return written, err
}

// inTurn calls do while nobody else writes the object.
func (d *Declarations) inTurn(ctx context.Context, of Declared, do func(*object) error) error {
	d.mu.Lock()
	object := d.object(of)
	if object.turn == nil {
		object.turn = make(chan struct{}, 1)
	}
	turn := object.turn
	d.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-turn }()
	return do(object)
}
