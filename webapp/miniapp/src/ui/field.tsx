import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { formatTyped } from './phone';

interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  error?: string | undefined;
  hint?: ComponentChildren;
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  input?: JSX.InputHTMLAttributes<HTMLInputElement>;
}

/** A labelled text field with its error below; the error is read out with the field. */
export function Field({ label, value, onInput, onBlur, error, hint, placeholder, rows, input }: FieldProps) {
  const id = useId();
  const shared = {
    id: `${id}-field`,
    class: 'input',
    value,
    placeholder: placeholder ?? '',
    'aria-invalid': error !== undefined,
    ...(error === undefined ? {} : { 'aria-describedby': id }),
    ...(onBlur ? { onBlur } : {}),
  };
  return (
    <label class="field" for={`${id}-field`}>
      <span>{label}</span>
      {rows ? (
        <textarea {...shared} rows={rows} maxLength={500} onInput={(e) => onInput(e.currentTarget.value)} />
      ) : (
        <input type="text" maxLength={200} {...input} {...shared} onInput={(e) => onInput(e.currentTarget.value)} />
      )}
      {error !== undefined && (
        <span class="error" id={id} role="alert">
          {error}
        </span>
      )}
      {hint}
    </label>
  );
}

/** A phone number with +998 before it; digits group themselves while one types. */
export function PhoneField(props: Omit<FieldProps, 'rows' | 'input' | 'placeholder'>) {
  const field = useRef<HTMLInputElement>(null);
  const type = (text: string) => {
    const shown = formatTyped(text);
    if (field.current) field.current.value = shown;
    props.onInput(shown);
  };
  return (
    <Field
      {...props}
      onInput={type}
      placeholder="+998 90 123 45 67"
      input={{ ref: field, type: 'tel', inputMode: 'tel', autoComplete: 'tel', maxLength: 24 }}
    />
  );
}
