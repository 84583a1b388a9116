// What the forms of relations have in common: a write that makes everything shown of relations stale, each refusal at
// its field.
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../api/queries';
import { useFaults } from '../catalogue/Form';

export function useSaving<Answer>(write: (body: object) => Promise<Answer>, onSaved: () => void) {
  const save = useMutation({
    mutationFn: write,
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['crm'] }),
        queryClient.invalidateQueries({ queryKey: ['customers'] }),
        queryClient.invalidateQueries({ queryKey: ['visit'] }),
      ]);
      onSaved();
    },
  });
  return { save, faults: useFaults(save.error) };
}
